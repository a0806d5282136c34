import RecordServices

func serve(_ path: String) async throws {
  let store = try Store(path: path, schema: StoredSchema.schema)
  try await store.write { txn in try txn.put(.init(id: 7, name: "Ann"), in: .users) }
  let router = try await Router.start(.webSocket(port: 0), realm: "realm1")
  try await router.register(.usersGet, reading: store) { request, snapshot, reply in
    try reply.send(snapshot.get(.users, request.id))
  }
  try await router.register(.usersMerge, reading: store) { request, snapshot, reply in
    try reply.send(part: .init(id: request.id))
    guard let user = try snapshot.get(.users, request.id) else {
      return reply.fail(try RecordError<NameTaken>(.init(name: "nobody")))
    }
    try reply.send(user)
  }
  let publication = try await router.publishChanges(
    of: .users, from: store, to: .usersChanged, buffer: ChangeBuffer(commits: 10))
  let serving = try await router.serveReplicas(of: store, tables: [.table(.users)], as: "com.example.replica")
  await serving.cancel()
  publication.cancel()
  try await publication.finished()
  await router.stop()
  store.close()
  print(try store.pin(.users, 7)?.bytes.count ?? 0, router.counters.snapshot)
}

func explain(_ error: any Error) -> String {
  let changes = (error as? StoreError)?.findings.filter { $0.change == .fieldMoved } ?? []
  if (error as? StoreError)?.database?.code == .noSpace { return "full" }
  return (error as? WAMPError)?.code == .noSuchProcedure ? "unknown" : changes.first?.message ?? ""
}
