import RecordClient

func read(_ session: WAMPSession) async throws {
  let users = session.table(.users, at: "com.example.users")
  let ann: RecordBuffer<User>? = try await users.get(7)
  let name = try await users.get(7) { $0.name == "Ann" }
  let page = try await users.list(10...20, order: .descending, limit: 5)
  let next: CursorToken? = page.next
  for try await user in users.rows(KeyRange.after(7)) { print(user.bytes.count) }
  print(ann?.bytes.count ?? 0, name ?? false, next?.description ?? "", try await users.count())
}

func follow(_ session: WAMPSession) async throws {
  let store = try Store(path: "replica.db", schema: StoredSchema.schema)
  let replica = try await Replica(of: session, at: "com.example.replica", tables: [.table(.users)], in: store)
  for await status in replica.statuses where status.phase == .following { print(status.commit, status.lag) }
  if let failure = replica.status.failure { print(failure.message) }
  await replica.close()
}

func isRefused(_ error: any Error) -> Bool { (error as? StoreError)?.code == .replica }

func explain(_ error: any Error) -> String {
  (error as? WAMPError)?.code == .noSuchProcedure ? "not allowed" : ""
}
