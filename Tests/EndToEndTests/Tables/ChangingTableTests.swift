import Flatwire
import Foundation
import Programs
import Testing

/// Tables that a router exposes, changed by clients.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ChangingTableTests {
  private func exposing(
    _ serializer: SerializerKind = .flatbuffers,
    showing isShown: (@Sendable (Caller, borrowing User) -> Bool)? = nil,
    _ body: (Store, Router, RemoteTable<User, UInt64>) async throws -> Void
  ) async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.expose(
          .users, of: store, as: "com.example.users", allowing: [.reading, .writing], showing: isShown)
        let session = try await join(router, serializer)
        try await body(store, router, session.table(.users, at: "com.example.users"))
        await session.close()
      }
    }
  }

  private func expect(_ code: WAMPError.Code, _ body: () async throws -> Void) async {
    do {
      try await body()
      Issue.record("nothing was thrown, expected \(code.rawValue)")
    } catch {
      #expect((error as? WAMPError)?.code == code, "\(error)")
    }
  }

  private func name(_ store: Store, _ id: UInt64) throws -> String? {
    try store.read { try $0.get(.users, id)?.name.description }
  }

  @Test("rows are put, inserted, updated and deleted", arguments: SerializerKind.allCases)
  func changes(serializer: SerializerKind) async throws {
    try await exposing(serializer) { store, _, users in
      let first = try await users.put(.init(id: 7, name: "Ann"))
      #expect(try name(store, 7) == "Ann")
      let second = try await users.insert(.init(id: 100, name: "Bob", team: 9))
      let team = try store.read { try $0.get(by: .usersByTeam, 9)?.id }
      #expect(team == 100)
      let third = try await users.update(.init(id: 100, name: "Cid"))
      #expect(try name(store, 100) == "Cid")
      let fourth = try await users.delete(100)
      #expect(try name(store, 100) == nil)
      #expect([first, second, third, fourth] == [first, first + 1, first + 2, first + 3])
      let number = try store.read { try $0.commitNumber }
      #expect(number == fourth)
    }
  }

  @Test("a row that is there is not inserted, and one that is not there neither updated nor deleted")
  func conditions() async throws {
    try await exposing { store, _, users in
      await expect(.recordExists) { try await users.insert(.init(id: 7, name: "Ann")) }
      await expect(.noSuchRecord) { try await users.update(.init(id: 100, name: "Ann")) }
      await expect(.noSuchRecord) { try await users.delete(100) }
      let stored = try name(store, 7)
      #expect(stored == "User 7")
    }
  }

  @Test("a row is changed only as it was read, if that is wished")
  func unchanged() async throws {
    try await exposing { store, _, users in
      let before = try await users.get(7)
      let changed = try RecordBuffer<User>(.init(id: 7, name: "Ann"))
      try await users.put(changed, ifUnchanged: before)
      await expect(.recordChanged) { try await users.put(.init(id: 7, name: "B"), ifUnchanged: before) }
      await expect(.recordChanged) { try await users.update(.init(id: 7, name: "B"), ifUnchanged: before) }
      await expect(.recordChanged) { try await users.delete(7, ifUnchanged: before) }
      // What was put hashes as what is stored.
      try await users.update(.init(id: 7, name: "Cid"), ifUnchanged: changed)
      #expect(try name(store, 7) == "Cid")
      let now = try await users.get(7)
      try await users.delete(7, ifUnchanged: now)
      await expect(.recordChanged) { try await users.put(.init(id: 7, name: "B"), ifUnchanged: now) }
      #expect(try name(store, 7) == nil)
    }
  }

  @Test("what is no record of the table is refused, and nothing is stored")
  func damaged() async throws {
    try await exposing(.cbor) { store, router, _ in
      let session = try await join(router, .cbor)
      let damaged = SharedBytes([UInt8](repeating: 0xFF, count: 24))
      for operation in ["put", "insert", "update", "delete", "get", "get_many", "list", "count"] {
        await expect(.invalidArgument) {
          _ = try await session.call(
            "com.example.users.\(operation)", .record(damaged, form: .binaryArgument))
        }
      }
      let before = try store.read { try $0.commitNumber }
      await expect(.invalidArgument) { _ = try await session.call("com.example.users.put", [7]) }
      await expect(.invalidArgument) {
        _ = try await session.call("com.example.users.put", [7, "Ann"], keywords: ["if_hash": "x"])
      }
      await expect(.invalidArgument) {
        _ = try await session.call(
          "com.example.users.insert", [77, "Ann"], keywords: ["if_hash": "0000000000000000"])
      }
      let after = try store.read { try $0.commitNumber }
      #expect(before == after)
      await session.close()
    }
  }

  @Test("a unique index refuses, and tells nothing of the other row")
  func unique() async throws {
    let store = try Store.temporary(schema: SeatsSchema.schema)
    try await store.write { txn in
      try txn.put(.init(row: "secret", number: 1, guest: "Bob"), in: .seats)
    }
    try await withRouter { router in
      try await router.expose(.seats, of: store, as: "seats", allowing: .all)
      let session = try await join(router, .cbor)
      let seats = session.table(.seats, at: "seats")
      do {
        try await seats.put(.init(row: "B", number: 2, guest: "Bob"))
        Issue.record("the index took both")
      } catch let error as WAMPError {
        #expect(error.code == .uniqueViolation)
        #expect(error.message.contains("seatsByGuest") && !error.message.contains("secret"))
      }
      try await seats.put(.init(row: "B", number: 2, guest: "Ann"))
      let found = try await seats.get(.init(row: "B", number: 2)) { $0.guest?.description }
      #expect(found == "Ann")
      let rows = try await seats.list(.prefix(row: "B"))
      #expect(rows.rows.count == 1)
      await session.close()
    }
    store.close()
  }

  @Test("a store that is only read can't be changed, and one that is closed tells so")
  func readOnly() async throws {
    try await withStore { store in
      store.close()
      let reading = try Store(path: store.path, schema: UsersSchema.schema, options: .readOnly)
      try await withRouter { router in
        try await router.expose(.users, of: reading, as: "com.example.users", allowing: [.reading, .writing])
        let session = try await join(router, .cbor)
        let users = session.table(.users, at: "com.example.users")
        await expect(.readOnlyStore) { try await users.put(.init(id: 7, name: "Ann")) }
        reading.close()
        await expect(.unavailable) { _ = try await users.get(7) }
        await expect(.unavailable) { _ = try await users.list() }
        await expect(.unavailable) { _ = try await users.count() }
        await session.close()
      }
    }
  }

  @Test("who may not see a row can neither replace nor delete it, nor store one that it may not see")
  func showing() async throws {
    try await exposing(showing: { _, user in user.team == 1 }) { store, _, users in
      await expect(.notAuthorized) { try await users.put(.init(id: 8, name: "Ann", team: 1)) }
      await expect(.notAuthorized) { try await users.put(.init(id: 7, name: "Ann", team: 2)) }
      await expect(.notAuthorized) { try await users.insert(.init(id: 100, name: "Ann", team: 2)) }
      await expect(.noSuchRecord) { try await users.delete(8) }
      await expect(.noSuchRecord) { try await users.update(.init(id: 8, name: "Ann", team: 1)) }
      try await users.put(.init(id: 7, name: "Ann", team: 1))
      try await users.delete(10)
      let stored = try [7, 8, 10].map { try name(store, $0) }
      #expect(stored == ["Ann", "User 8", nil])
    }
  }

  @Test("changes are published if they are allowed, and not where rows are shown to some")
  func published() async throws {
    try await withStore { store in
      try await withRouter { router in
        await expect(.invalidArgument) {
          try await router.expose(.users, of: store, as: "com.example.users", allowing: .all) { _, _ in true }
        }
        let exposure = try await router.expose(.users, of: store, as: "com.example.users", allowing: .all)
        let session = try await join(router, .cbor)
        let users = session.table(.users, at: "com.example.users")
        var changes = try await session.changes(on: Topic<User>("com.example.users.changed"))
          .makeAsyncIterator()
        let commit = try await users.put(.init(id: 7, name: "Ann"))
        let (row, user) = try await changes.next().put()
        #expect(row.commit == commit && row.keyText == "7")
        let name = user.read { $0.name.description }
        #expect(name == "Ann")
        await exposure.cancel()
        // Nothing is left of it.
        try await router.expose(.users, of: store, as: "com.example.users", allowing: .all)
        await session.close()
      }
    }
  }

  @Test("Autobahn puts, updates and deletes with plain arguments", arguments: ["cbor", "msgpack", "json"])
  func plain(serializer: String) async throws {
    try await exposing { store, router, _ in
      func call(_ operation: String, _ list: [Any], _ keywords: [String: Any] = [:]) -> [String: Any] {
        ["do": "call", "procedure": "com.example.users.\(operation)", "args": list, "kwargs": keywords]
      }
      let seen = try await AutobahnPeer.run(
        port: router.port, realm: router.realm, serializer: serializer,
        [
          call("put", [7, "Ann", 5, ["base64": "AQI="]]), call("get", [7], ["hash": true]),
          call("update", [7, "Bob"], ["if_hash": "0123456789abcdef"]), call("insert", [7, "Bob"]),
          call("update", [1000, "Bob"]), call("delete", [8]), call("delete", ["8"]), call("put", [9, 9]),
        ]
      ).filter { ["result", "error"].contains($0["event"] as? String) }
      try #require(seen.count == 8, "\(seen)")
      let commit = try #require((seen[0]["args"] as? [Int])?.first)
      let row = try #require(seen[1]["args"] as? NSArray)
      #expect(row == [7, "Ann", 5, ["base64": "AQI="]])
      let hash = try #require((seen[1]["kwargs"] as? [String: String])?["hash"])
      #expect(hash.utf8.count == 16)
      #expect(
        seen[2...4].map { $0["uri"] as? String } == [
          "flatwire.error.record_changed", "flatwire.error.record_exists", "flatwire.error.no_such_record",
        ])
      #expect(seen[5]["args"] as? [Int] == [commit + 1])
      #expect(seen[6...].allSatisfy { $0["uri"] as? String == "wamp.error.invalid_argument" })

      let again = try await AutobahnPeer.run(
        port: router.port, realm: router.realm, serializer: serializer,
        [call("update", [7, "Cid"], ["if_hash": hash])])
      #expect(again.contains { ($0["args"] as? [Int]) == [commit + 2] }, "\(again)")
      let stored = try [7, 8].map { try name(store, $0) }
      #expect(stored == ["Cid", nil])
    }
  }
}
