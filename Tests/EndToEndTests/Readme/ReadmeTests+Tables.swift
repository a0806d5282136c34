import Flatwire
import Foundation
import Testing

/// README's samples of tables that a router serves.
extension ReadmeTests {
  @Test func `the sample of published changes does what it says`() async throws {
    try await withStore { store in
      try await withRouter { router in
        let session = try await join(router, .flatbuffers)
        try await publish(store, router)
        let (lines, told) = AsyncStream.makeStream(of: String.self)
        let following = Task { try await follow(session, told) }
        try await session.waitForSubscriber(of: Topic.usersChanged.uri)
        let deleted = try await store.write { txn in
          try txn.delete(.users, 7)
          return txn.commitNumber
        }
        let stored = try await store.write { txn in
          try txn.put(.init(id: 8, name: "Bob"), in: .users)
          return txn.commitNumber
        }
        var line = lines.makeAsyncIterator()
        #expect(await line.next() == "\(deleted) 7")
        #expect(await line.next() == "\(stored) 8 Bob")
        await session.close()
        try await following.value
      }
    }
  }

  private func publish(_ store: Store, _ router: Router) async throws {
    try await router.publishChanges(of: .users, from: store, to: .usersChanged)
  }

  /// - Parameter told: gets what is printed.
  private func follow(_ session: WAMPSession, _ told: AsyncStream<String>.Continuation) async throws {
    func print(_ items: Any...) { told.yield(items.map { "\($0)" }.joined(separator: " ")) }

    for try await change in try await session.changes(on: .usersChanged) {
      switch change {
      case .put(let row, let user): print(row.commit, row.keyText, user.record.name.description)
      case .delete(let row): print(row.commit, row.keyText)
      case .unknown(let unknown):
        print("read anew what was read at commit \(unknown.since): \(unknown.reason)")
      }
    }
    told.finish()
  }

  @Test func `the sample of an exposed table does what it says`() async throws {
    try await withStore { store in
      try await withRouter { router in
        try await expose(store, on: router)
        let session = try await join(router, .flatbuffers)
        try await use(session)
        await session.close()
      }
    }
  }

  func expose(_ store: Store, on router: Router) async throws {
    try await router.expose(.users, of: store, as: "com.example.users", allowing: .reading)
  }

  private func use(_ session: WAMPSession) async throws {
    let users = session.table(.users, at: "com.example.users")
    let name = try await users.get(7) { $0.name.description }
    let team = try await users.list(by: .usersByTeam, 1...1, limit: 50)  // team.next goes on
    for try await user in users.rows(10...) { print(user.record.name.description) }  // pulled page by page
    print(name ?? "", team.rows.count, try await users.count())

    #expect(name == "User 7" && team.rows.count == 7)
  }

  @Test func `the sample of a live query does what it says`() async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.expose(.users, of: store, as: "com.example.users", allowing: [.reading, .changes])
        let session = try await join(router, .flatbuffers)
        let (lines, told) = AsyncStream.makeStream(of: String.self)
        let observing = Task { try await observe(session, told) }
        var line = lines.makeAsyncIterator()
        #expect(await line.next() == "11")
        try await store.write { txn in _ = try txn.delete(.users, 12) }
        #expect(await line.next() == "10")
        await session.close()
        try await observing.value
      }
    }
  }

  /// - Parameter told: gets what is printed.
  private func observe(_ session: WAMPSession, _ told: AsyncStream<String>.Continuation) async throws {
    func print(_ item: Any) { told.yield("\(item)") }

    var users: [UInt64: RecordBuffer<User>] = [:]
    for try await update in session.table(.users, at: "com.example.users").observe(10...20) {
      switch update {
      case .rows(let rows, _): users = Dictionary(uniqueKeysWithValues: rows.map { ($0.record.id, $0) })
      case .changes(let changes, _):
        for change in changes {
          switch change {
          case .put(let user): users[user.record.id] = user
          case .delete(let id): users[id] = nil
          }
        }
      }
      print(users.count)
    }
    told.finish()
  }

  @Test func `the sample of a replica does what it says`() async throws {
    var options = Store.Options()
    options.changeLog = .on()
    try await withStore(options) { store in
      try await withRouter { router in
        let number = try store.read { try $0.commitNumber }
        let local = try Store.temporary(schema: UsersSchema.schema)
        try await serve(store, on: router)
        try await replicate(to: local, from: "ws://127.0.0.1:\(router.port)/", number)
        local.close()
      }
    }
  }

  private func serve(_ store: Store, on router: Router) async throws {
    try await router.serveReplicas(of: store, tables: [.table(.users)], as: "com.example.replica")
  }

  private func replicate(to local: Store, from url: String, _ number: UInt64) async throws {
    let session = try await WAMPSession.connect(to: url, realm: "realm1", reconnection: Reconnection())
    let replica = try await Replica(
      of: session, at: "com.example.replica", tables: [.table(.users)], in: local)
    try await replica.whole()  // at once, if it was before
    let name = try local.read { txn in try txn.get(.users, 7)?.name.description }
    try await replica.reached(number)  // has what that commit of the source made

    #expect(name == "User 7")
    await replica.close()
    await session.close()
  }
}
