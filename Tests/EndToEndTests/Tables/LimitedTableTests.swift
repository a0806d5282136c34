import Flatwire
import Programs
import Testing

/// What exposed tables refuse, and where their pages end, so that no caller spoils a table or takes an event loop's time.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct LimitedTableTests {
  private func exposing(
    _ body: (Store, WAMPSession, RemoteTable<Node, UInt64>) async throws -> Void
  ) async throws {
    let store = try Store.temporary(schema: NodesSchema.schema)
    try await withRouter { router in
      try await router.expose(.nodes, of: store, as: "nodes", allowing: [.reading, .writing])
      let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: router.realm)
      try await body(store, session, session.table(.nodes, at: "nodes"))
      await session.close()
    }
    store.close()
  }

  private func error(_ body: () async throws -> Void) async -> WAMPError? {
    do {
      try await body()
      return nil
    } catch {
      return error as? WAMPError
    }
  }

  @Test("a row in plain arguments that nests deeper than records may is refused, and the table can be read")
  func depth() async throws {
    try await exposing { _, session, nodes in
      func node(_ depth: Int) -> Value { depth == 0 ? ["id": 1] : ["id": 1, "child": node(depth - 1)] }
      try await nodes.put(.init(id: 1))
      let refused = await error { _ = try await session.call("nodes.put", [2, node(70)]) }
      #expect(refused?.code == .invalidArgument)
      #expect(
        refused?.message.contains("nodes.put: table nodes: the bytes are no example.trees.Node") == true)
      _ = try await session.call("nodes.put", [3, node(20)])
      let page = try await nodes.list()
      #expect(page.rows.map { $0.record.id } == [1, 3])
      let plain = try await session.call("nodes.list").arguments()
      #expect(plain.list.count == 2)
    }
  }

  @Test("what is read-only stays as it is stored, in records and in plain arguments")
  func readOnly() async throws {
    try await exposing { store, session, nodes in
      try await store.write { txn in try txn.put(.init(id: 1, owner: "Ann"), in: .nodes) }
      let row = try #require(try await nodes.get(1))
      var draft = row.record.draft
      draft.flags = [true]
      try await nodes.put(draft)
      draft.owner = "Bob"
      let other = draft
      let refusals = [
        await error { try await nodes.put(other) }, await error { try await nodes.update(other) },
        await error { try await nodes.insert(.init(id: 2, owner: "Bob")) },
        await error { _ = try await session.call("nodes.put", [2, .null, .null, "Bob"]) },
        await error { _ = try await session.call("nodes.update", [1]) },
      ]
      for refusal in refusals {
        #expect(refusal?.code == .invalidArgument)
        #expect(
          refusal?.message.contains("argument 'owner': found a") == true,
          "\(String(describing: refusal))")
      }
      let stored = try store.read { try $0.rows(.nodes).map { $0.draft } }
      #expect(stored == [.init(id: 1, flags: [true], owner: "Ann")])
    }
  }

  @Test("pages of plain arguments end before they say too much, and go on", arguments: [true, false])
  func pages(inParts: Bool) async throws {
    try await exposing { store, session, _ in
      // Thousands of values: of several rows 100 may be said together, of one more than that.
      for (id, count) in [60, 30, 30, 120, 10, 80].enumerated() {
        let flags = [Bool](repeating: true, count: count * 1000)
        try await store.write { txn in try txn.put(.init(id: UInt64(id), flags: flags), in: .nodes) }
      }
      var counts: [Int] = []
      var after: Value = .null
      repeat {
        var rows = 0
        var end: [String: Value] = [:]
        if inParts {
          for try await part in try await session.results(of: "nodes.list", [], keywords: ["after": after]) {
            if part.progress { rows += 1 } else { end = try part.arguments().keywords }
          }
        } else {
          let page = try await session.call("nodes.list", [], keywords: ["after": after]).arguments()
          (rows, end) = (page.list.count, page.keywords)
        }
        #expect(end["count"] == .int(Int64(rows)))
        counts.append(rows)
        after = end["after"] ?? .null
      } while after != .null
      #expect(counts == [2, 1, 1, 2])
    }
  }

  @Test("a page that is sent at once ends before a row that the caller's messages have no room for")
  func small() async throws {
    let store = try Store.temporary(schema: UsersSchema.schema)
    try await store.write { txn in
      for (id, size) in [300, 500, 300, 10, 900].enumerated() {
        try txn.put(
          .init(id: UInt64(id), name: "x", avatar: [UInt8](repeating: 7, count: size << 10)), in: .users)
      }
    }
    let router = try await Router.start(.rawSocket(port: 0), realm: "realm1")
    try await router.expose(.users, of: store, as: "users", allowing: .reading)
    // A client of RawSocket says how much it takes.
    var configuration = ConnectionConfiguration()
    configuration.maxMessageSize = 1 << 20
    let session = try await WAMPSession.connect(
      to: "rs://127.0.0.1:\(router.port)", realm: "realm1", configuration: configuration)
    var counts: [Int] = []
    var after: Value = .null
    repeat {
      let page = try await session.call("users.list", [], keywords: ["after": after]).arguments()
      counts.append(page.list.count)
      after = page.keywords["after"] ?? .null
    } while after != .null
    // Twice what binary data take, as text takes as much.
    #expect(counts == [1, 1, 2, 1])
    await session.close()
    await router.stop()
    store.close()
  }

  @Test("a table with a keyword argument that is one of the procedures is not exposed")
  func keywords() async throws {
    let store = try Store.temporary(schema: NodesSchema.schema)
    try await withRouter { router in
      let refused = await error { try await router.expose(.hashed, of: store, as: "hashed", allowing: .all) }
      #expect(refused?.code == .invalidArgument)
      #expect(refused?.message.contains("'hash' of example.trees.Hashed") == true)
    }
    store.close()
  }

  @Test("keys of one value are given as that or as a list of it")
  func bounds() async throws {
    try await exposing { store, session, _ in
      try await store.write { txn in for id in UInt64(1)...9 { try txn.put(.init(id: id), in: .nodes) } }
      for from: Value in [7, [7]] {
        let count = try await session.call("nodes.count", [], keywords: ["from": from]).arguments()
        #expect(count.list == [3])
      }
      let all = try await session.call("nodes.count", [], keywords: ["from": []]).arguments()
      #expect(all.list == [9])
      let refused = await error { _ = try await session.call("nodes.count", [], keywords: ["from": [7, 8]]) }
      #expect(refused?.code == .invalidArgument)
    }
  }
}
