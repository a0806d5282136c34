import Flatwire
import Foundation
import Programs
import Testing

/// The README's samples are compiled and run: this file holds them word for word.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct ReadmeTests {
  @Test func `the first sample does what it says`() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (path, port) = (folder.appending(path: "app.db").path, 0)

    let store = try Store(path: path, schema: UsersSchema.schema)
    try await store.write { txn in
      try txn.put(.init(id: 7, name: "Ann", team: 1), in: .users)
    }
    let name = try store.read { txn in try txn.get(.users, 7)?.name.description }

    let router = try await Router.start(.webSocket(port: port), realm: "realm1")
    try await router.register(.usersGet, reading: store) { request, snapshot, reply in
      try reply.send(snapshot.get(.users, request.id))  // the stored bytes are the result
    }

    let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "realm1")
    let user = try await session.call(.usersGet, .init(id: 7))
    print(user.record.name.description)  // read inside the received frame

    #expect(name == "Ann")
    #expect(user.record.draft == .init(id: 7, name: "Ann", team: 1))
    await session.close()
    await router.stop()
  }

  @Test func `the sample of a migration does what it says`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "app.db").path
    do {
      let before = try Store(path: path, schema: UsersSchema.schema)
      try before.write { txn in try txn.put(.init(id: 7, name: "Ann", team: 1), in: .users) }
    }

    let migrations = [
      Migration(1, "teams start at 100") { migration in
        try migration.rewrite(.users) { old in
          User.Draft(
            id: old["id"]?.value(as: UInt64.self) ?? 0, name: old["name"]?.text ?? "",
            team: 100 + (old["team"]?.value(as: UInt64.self) ?? 0), avatar: old["avatar"]?.bytes)
        }
      }
    ]
    let store = try Store(path: path, schema: UsersSchema.schema, migrations: migrations)

    let team = try store.read { txn in try txn.get(by: .usersByTeam, 101)?.name.description }
    #expect(team == "Ann")
  }

  @Test func `the sample of following changes does what it says`() async throws {
    let store = try Store(
      path: FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString).db").path,
      schema: UsersSchema.schema)
    defer {
      for suffix in ["", "-lock"] { try? FileManager.default.removeItem(atPath: store.path + suffix) }
    }

    let changes = try store.changes(of: .users)
    let following = Task {
      for try await event in changes {
        switch event {
        case .commit(let commit):
          for row in commit.rows {
            print(commit.number, row.operation, row.key ?? 0, row.new?.record.draft as Any)
          }
        case .unknown(let unknown):
          print("read anew what was read at commit \(unknown.since): \(unknown.reason)")
        }
      }
    }
    let counting = Task {
      for try await count in store.observe({ try $0.count(.users) }) { print(count) }
    }

    for id in 1...20 as ClosedRange<UInt64> {
      try await store.write { txn in try txn.put(.init(id: id, name: "Ann", team: 1), in: .users) }
    }
    following.cancel()
    counting.cancel()
    try await following.value
    try await counting.value
  }

  @Test func `the sample of an inventory does what it says`() async throws {
    let port = 0

    var realm = RealmConfiguration("realm1")
    realm.inventory = [User.embeddedSchema]  // all procedures and topics of these schemas
    realm.validation = .refuse  // or .log, or .off
    let router = try await Router.start([.webSocket(port: port)], realms: [realm])

    let session = try await join(router, .cbor)
    let error = await #expect(throws: WAMPError.self) {
      try await session.publish([7], to: Topic.usersChanged.uri)
    }
    #expect(error?.code == .invalidPayload)
    await session.close()
    await router.stop()
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

  private func expose(_ store: Store, on router: Router) async throws {
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

  @Test func `the sample without generated code does what it says`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "app.db").path
    do { _ = try Store(path: path, schema: UsersSchema.schema) }

    let app = try Store(path: path)
    let users = try app.table(named: "users")
    try app.write { txn in try txn.put(json: #"{ "id": 8, "name": "Bob" }"#, in: users) }
    let found = try app.read { txn in try txn.get(users, "8")?["name"]?.text }

    #expect(found == "Bob")
  }

  @Test func `the sample of a store does what it says`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = try Store(path: folder.appending(path: "app.db").path, schema: UsersSchema.schema)

    try store.write { txn in
      try txn.insert(.init(id: 8, name: "Bob", team: 1), into: .users)  // an error if there is one
      try txn.update(.users, 8) { user in user.team = 2 }  // a draft, changed and put back
      try? txn.nested { part in  // a savepoint: undone if its body throws
        try part.delete(.users, .after(100))
        throw CancellationError()
      }
    }
    let page = try store.read { txn in
      var rows = try txn.rows(by: .usersByTeam, 1...2, order: .descending, limit: 50)
      var lines: [String] = []
      while let row = try rows.nextRow() { try lines.append("\(row.key) \(row.record.name)") }
      return (lines, next: rows.token)  // rows(…, after: token) goes on from there
    }

    #expect(page.0 == ["2 Bob"])
    #expect(page.next?.index == "usersByTeam")
  }

  @Test func `the sample without a schema does what it says`() async throws {
    let router = try await Router.start(.webSocket(port: 0), realm: "realm1")
    let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "realm1")

    try await session.register("com.example.add") { call in
      let numbers = try call.payload.arguments().list.compactMap(\.intValue)
      return Payload(arguments: [.int(numbers.reduce(0, +))])
    }
    let sum = try await session.call("com.example.add", [2, 3], options: .init(timeout: .seconds(5)))

    let events = try await session.subscribe(to: "com.example.", options: .init(match: .prefix))
    try await session.publish(["door", 3], to: "com.example.opened", options: .init(excludeMe: false))
    for try await event in events {
      print(event.topic, try event.payload.arguments().list)
      break
    }

    #expect(try sum.arguments().list == [5])
    await session.close()
    await router.stop()
  }

  @Test func `the sample of who may do what does what it says`() async throws {
    let (secret, port): (Secret, Int) = ("geheim", 0)

    var permissions = Permissions(everyone: [.call, .subscribe])
    try permissions.grant([.register, .publish], to: "backend", on: "com.example.", .prefix)
    let realm = RealmConfiguration(
      "realm1",
      authentication: Authentication(
        principals: [Principal("worker", role: "backend", .wampCRA(secret: secret))], anonymousRole: "guest"),
      permissions: permissions)
    let router = try await Router.start([.webSocket(host: "0.0.0.0", port: port)], realms: [realm])

    let session = try await WAMPSession.connect(
      to: "ws://127.0.0.1:\(router.port)/", realm: "realm1", authid: "worker",
      authentication: .wampCRA(secret: secret))

    #expect(session.authrole == "backend")
    _ = try await session.register("com.example.add") { _ in Payload.none }
    let guest = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "realm1")
    await #expect(throws: WAMPError.self) {
      try await guest.register("com.example.sub") { _ in Payload.none }
    }
    await guest.close()
    await session.close()
    await router.stop()
  }

  @Test func `the sample of endpoints does what it says`() async throws {
    let (socket, port) = ("/tmp/flatwire-\(UUID().uuidString.prefix(8)).sock", 0)

    let router = try await Router.start(
      [.universal(port: port), .rawSocket(.unix(path: socket))], realms: ["realm1"])
    let session = try await WAMPSession.connect(to: "rs+unix://\(socket)", realm: "realm1")

    #expect(session.realm == "realm1")
    await session.close()
    await router.stop()
  }

  @Test func `the sample of an uplink does what it says`() async throws {
    try await withRouter { outer in
      try await withStore { store in
        try await withRouter { router in
          try await expose(store, on: router)
          try await offer(router, to: "ws://127.0.0.1:\(outer.port)/")
        }
      }
    }
  }

  private func offer(_ router: Router, to crossbar: RouterAddress) async throws {
    let uplink = try await router.uplink(
      to: crossbar, realm: "realm1", offering: [.prefix("com.example.users.")],
      publishing: ["com.example.users.changed"])

    #expect(await uplink.procedures.count == 4)
    await uplink.cancel()
  }

  @Test func `the sample of zLMDB's files does what it says`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "flatwire-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try SlotStore(path: path, options: Store.Options()).close()

    let users = SlotTable<User, UInt64>("7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e01")

    let zlmdb = try SlotStore(path: path)
    for table in try zlmdb.tables { print(table.slot, table.id, table.name, table.tags) }
    try zlmdb.write { txn in
      try txn.attach(users.id, name: "Users")
      try txn.put(7, .init(id: 7, name: "Ann", team: 1), in: users)
    }
    let name = try zlmdb.read { txn in try txn.get(users, 7)?.name.description }

    #expect(name == "Ann")
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

  @Test func `the README's code is the code above, and its schema the tests' own`() throws {
    let here = URL(filePath: #filePath)
    let folder = here.deletingLastPathComponent()
    let readme = try String(
      contentsOf: folder.appending(path: "../../README.md").standardizedFileURL, encoding: .utf8)
    let blocks = readme.components(separatedBy: "```")
    let schema = try #require(blocks.first { $0.contains("rpc_service") })
    let users = try String(contentsOf: folder.appending(path: "users.fbs"), encoding: .utf8)
    #expect(schema == "\n" + users)
    for start in [
      "swift\nlet store", "swift\ntry store.write", "swift\nlet migrations", "swift\nlet app",
      "swift\nlet changes", "swift\nlet users",
      "swift\ntry await session.register(", "swift\ntry await router.expose",
      "swift\nlet users = session.table", "swift\ntry await router.publishChanges",
      "swift\nfor try await change", "swift\nvar users", "swift\nvar permissions",
      "swift\nlet uplink",
      "swift\nlet router = try await Router.start(\n  [",
    ] {
      let sample = try #require(blocks.first { $0.hasPrefix(start) }).dropFirst("swift\n".count)
      let indented = sample.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : "    " + $0 }.joined(separator: "\n")
      #expect(try String(contentsOf: here, encoding: .utf8).contains(indented))
    }
  }
}
