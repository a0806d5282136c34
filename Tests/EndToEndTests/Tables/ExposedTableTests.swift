import Flatwire
import Foundation
import NIOPosix
import Programs
import Synchronization
import Testing

/// Tables that a router exposes, for a client that speaks records.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct ExposedTableTests {
  static let prefix = "com.example.users"

  /// A router that exposes a store of 20 users, and a session.
  private func exposing(
    _ operations: TableOperations = .reading, _ serializer: SerializerKind = .flatbuffers,
    _ body: (Store, Router, RemoteTable<User, UInt64>) async throws -> Void
  ) async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.expose(.users, of: store, as: Self.prefix, allowing: operations)
        let session = try await join(router, serializer)
        try await body(store, router, session.table(.users, at: Self.prefix))
        await session.close()
      }
    }
  }

  private func expect(_ code: WAMPError.Code, _ body: () async throws -> Void) async {
    let found = await self.code(body)
    #expect(found == code)
  }

  private func ids(_ rows: [RecordBuffer<User>?]) -> [UInt64?] {
    rows.map { row in row.map { $0.record.id } }
  }

  private func code(_ body: () async throws -> Void) async -> WAMPError.Code? {
    do {
      try await body()
      return nil
    } catch {
      return (error as? WAMPError)?.code
    }
  }

  @Test("a row is got by its key from where it is stored, without a copy", arguments: SerializerKind.allCases)
  func get(serializer: SerializerKind) async throws {
    try await exposing(.get, serializer) { store, router, users in
      let user = try await users.get(7)
      let found = user.map { $0.record.draft }
      #expect(found == TestData.user(7))
      let name = try await users.get(8) { $0.name.description }
      #expect(name == "User 8")
      let sent = router.counters.snapshot
      #expect((sent.totalPayloadBytesCopied == 0) == !serializer.isText, "\(sent)")
      let none = try await users.get(1000)
      #expect(none == nil)
    }
  }

  @Test("rows of many keys come in the order of the keys, and those that are missing are told")
  func getMany() async throws {
    try await exposing(.get) { _, router, users in
      let keys: [UInt64] = [9, 1000, 3, 9, 0, 20]
      let rows = try await users.get(keys)
      #expect(ids(rows) == [9, nil, 3, 9, nil, 20])
      #expect(router.counters.snapshot.totalPayloadBytesCopied == 0)
      let none = try await users.get([])
      #expect(none.isEmpty)
    }
  }

  @Test("rows that have no room in one answer are asked for anew")
  func getLarge() async throws {
    try await exposing(.get) { store, _, users in
      let photo = [UInt8](repeating: 7, count: 300_000)
      try await store.write { txn in
        for id in 1...12 as ClosedRange<UInt64> {
          try txn.put(User.Draft(id: id, name: "x", avatar: photo), in: .users)
        }
      }
      let rows = try await users.get(Array(1...13))
      #expect(ids(rows) == Array(1...13))
    }
  }

  @Test("a range is listed in pages, from where its rows are stored", arguments: SerializerKind.allCases)
  func list(serializer: SerializerKind) async throws {
    try await exposing(.list, serializer) { _, router, users in
      let first = try await users.list(3...12, limit: 4)
      #expect(first.ids == [3, 4, 5, 6])
      let row = first.rows[0]
      let draft = row.record.draft
      #expect(draft == TestData.user(3))
      let second = try await users.list(3...12, limit: 4, after: first.next)
      #expect(second.ids == [7, 8, 9, 10])
      let third = try await users.list(3...12, limit: 4, after: second.next)
      #expect(third.ids == [11, 12])
      #expect(third.next == nil)
      let exact = try await users.list(3...6, limit: 4)
      #expect(exact.rows.count == 4 && exact.next == nil)
      let empty = try await users.list(.after(100))
      #expect(empty.rows.isEmpty && empty.next == nil)
      let last = try await users.list(order: .descending, limit: 2)
      #expect(last.ids == [20, 19])
      // What was sent before this is counted when its answer is here.
      _ = try await users.list(.only(1))
      if !serializer.isText {
        // The ends of pages are built; rows are not.
        let sent = router.counters.snapshot
        #expect(sent.payloadBytesUncopied > 16 * 1000)
        #expect(sent.totalPayloadBytesCopied == 0)
      }
    }
  }

  @Test("an index is listed by its keys, and a page goes on among equal ones")
  func listByIndex() async throws {
    try await exposing(.list) { store, _, users in
      let first = try await users.list(by: .usersByTeam, 1...1, limit: 3)
      #expect(first.ids == [1, 4, 7])
      // What changes in between does not move the place.
      try await store.write { txn in
        try txn.delete(.users, 7)
        try txn.put(.init(id: 8, name: "moved", team: 1), in: .users)
      }
      let second = try await users.list(by: .usersByTeam, 1...1, limit: 3, after: first.next)
      #expect(second.ids == [8, 10, 13])
      let excluded = try await users.list(by: .usersByTeam, .after(1))
      let teams = excluded.rows.map { row in row.record.team }
      #expect(teams == Array(repeating: 2, count: 6))
    }
  }

  @Test("a page ends with the row that makes it a mebibyte")
  func largeRows() async throws {
    try await exposing(.list) { store, _, users in
      let photo = [UInt8](repeating: 7, count: 400_000)
      try await store.write { txn in
        for id in 1...9 as ClosedRange<UInt64> {
          try txn.put(User.Draft(id: id, name: "x", avatar: photo), in: .users)
        }
      }
      let page = try await users.list(limit: 10_000)
      #expect(page.ids == [1, 2, 3])
      var ids: [UInt64] = []
      for try await user in users.rows(pageSize: 10_000) { ids.append(user.record.id) }
      #expect(ids == Array(1...20))
    }
  }

  @Test("all rows are pulled page by page")
  func rows() async throws {
    try await exposing(.list) { _, _, users in
      var ids: [UInt64] = []
      for try await user in users.rows(10..., pageSize: 3) { ids.append(user.record.id) }
      #expect(ids == Array(10...20))
      ids = []
      for try await user in users.rows(by: .usersByTeam, 2...2, order: .descending, pageSize: 1) {
        ids.append(user.record.id)
      }
      #expect(ids == [20, 17, 14, 11, 8, 5, 2])
    }
  }

  @Test("ten thousand rows are one page, also for a reader that is slow")
  func manyRows() async throws {
    try await exposing(.list) { store, _, users in
      try await store.write { txn in
        for id in 1...12_000 as ClosedRange<UInt64> { try txn.put(.init(id: id, name: "x"), in: .users) }
      }
      let page = try await users.list(limit: 10_000)
      #expect(page.rows.count == 10_000 && page.next != nil)
      #expect(page.ids == Array(1...10_000))
    }
  }

  @Test("rows are counted: all of them, of a range, by an index")
  func count() async throws {
    try await exposing(.count) { _, _, users in
      let all = try await users.count()
      let range = try await users.count(5..<9)
      let team = try await users.count(by: .usersByTeam, 1...1)
      let entries = try await users.count(by: .usersByTeam)
      #expect((all, range, team, entries) == (20, 4, 7, 20))
    }
  }

  @Test("what is not allowed is not there, and without a word nothing is")
  func allowing() async throws {
    try await exposing([]) { store, router, users in
      await expect(.noSuchProcedure) { _ = try await users.get(7) }
      let exposure = try await router.expose(
        .users, of: store, as: "com.example.others", allowing: [.count, .list])
      #expect(exposure.procedures == ["com.example.others.list", "com.example.others.count"])
      let session = try await join(router, .cbor)
      let others = session.table(.users, at: "com.example.others")
      let count = try await others.count()
      #expect(count == 20)
      await expect(.noSuchProcedure) { _ = try await others.get(7) }
      await expect(.noSuchProcedure) { _ = try await others.get([7]) }
      await session.close()
    }
  }

  @Test("the realm's permissions decide who may call what is exposed")
  func permissions() async throws {
    var permissions = Permissions.closed
    try permissions.grant(.call, to: "anonymous", on: "\(Self.prefix).get", .exact)
    let realm = RealmConfiguration("realm1", permissions: permissions)
    try await withStore { store in
      let router = try await Router.start([.webSocket(port: 0)], realms: [realm])
      try await router.expose(.users, of: store, as: Self.prefix, in: "realm1", allowing: .all)
      let session = try await join(router, .cbor)
      let users = session.table(.users, at: Self.prefix)
      let user = try await users.get(7)
      #expect(user != nil)
      await expect(.notAuthorized) { _ = try await users.list() }
      await expect(.notAuthorized) { _ = try await users.count() }
      await expect(.notAuthorized) { try await users.put(.init(id: 7, name: "Ann")) }
      await session.close()
      await router.stop()
    }
  }

  @Test("an exposure ends, and the same can begin again")
  func cancel() async throws {
    try await withStore { store in
      try await withRouter { router in
        let exposure = try await router.expose(.users, of: store, as: Self.prefix, allowing: .reading)
        let session = try await join(router, .cbor)
        let users = session.table(.users, at: Self.prefix)
        let user = try await users.get(7)
        #expect(user != nil)
        let taken = await code {
          try await router.expose(.users, of: store, as: "com.example.users", allowing: .count)
        }
        #expect(taken == .procedureAlreadyExists)
        await exposure.cancel()
        await expect(.noSuchProcedure) { _ = try await users.get(7) }
        await expect(.noSuchProcedure) { _ = try await users.list() }
        await expect(.noSuchProcedure) { _ = try await users.count() }
        try await router.expose(.users, of: store, as: Self.prefix, allowing: .reading)
        await exposure.cancel()
        let again = try await users.get(7)
        #expect(again != nil)
        let count = try await users.count()
        #expect(count == 20)
        await session.close()
      }
    }
  }

  @Test("of an exposure that fails, nothing is left")
  func halfway() async throws {
    try await withStore { store in
      try await withRouter { router in
        let session = try await join(router, .cbor)
        try await session.register("\(Self.prefix).count") { _ in .none }
        let failed = await code {
          try await router.expose(.users, of: store, as: Self.prefix, allowing: .reading)
        }
        #expect(failed == .procedureAlreadyExists)
        let users = session.table(.users, at: Self.prefix)
        await expect(.noSuchProcedure) { _ = try await users.get(7) }
        await session.close()
      }
    }
  }

  @Test("a table of another schema is refused, and so is a realm that is not there")
  func unknown() async throws {
    try await withStore { store in
      try await withRouter { router in
        await #expect(throws: StoreError.self) {
          try await router.expose(.seats, of: store, as: "com.example.seats", allowing: .reading)
        }
        let realm = await code {
          try await router.expose(.users, of: store, as: Self.prefix, in: "elsewhere", allowing: .reading)
        }
        #expect(realm == .noSuchRealm)
      }
    }
  }

  @Test("a caller sees the rows that are shown to it, and no others, whatever it asks")
  func showing() async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.expose(.users, of: store, as: Self.prefix, allowing: .reading) { caller, user in
          caller.authRole == "anonymous" && !caller.authID.isEmpty && user.team == 1
        }
        let session = try await join(router, .flatbuffers)
        let users = session.table(.users, at: Self.prefix)
        let (seen, hidden) = (try await users.get(7), try await users.get(8))
        #expect(ids([seen, hidden]) == [7, nil])
        let many = try await users.get([7, 8, 10])
        #expect(ids(many) == [7, nil, 10])
        let page = try await users.list(5...14)
        #expect(page.ids == [7, 10, 13])
        let all = try await users.count()
        let range = try await users.count(5...14)
        #expect((all, range) == (7, 3))
        #expect(router.counters.snapshot.totalPayloadBytesCopied == 0)
        await session.close()
      }
    }
  }

  @Test("a caller that does not read its pages holds no snapshot, and is not waited for")
  func letGo() async throws {
    try await exposing(.list) { store, router, users in
      let photo = [UInt8](repeating: 7, count: 100_000)
      try await store.write { txn in
        for id in 1...40 as ClosedRange<UInt64> {
          try txn.put(User.Draft(id: id, name: "x", avatar: photo), in: .users)
        }
      }
      let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
      let isReading = Mutex(false)
      // Far more than the socket takes: pages of 1 MiB.
      let calls = (1...20).map { number in
        Message.call(
          .init(
            request: RequestID(number), procedure: "\(Self.prefix).list",
            payload: Payload(arguments: [], keywords: ["limit": 10_000]), receiveProgress: true))
      }
      let events = try await ScriptedPeer.connect(
        to: router, on: group.next(), saying: [ScriptedPeer.hello]
      ) { message in
        if case .welcome = message { return calls }
        while !isReading.withLock({ $0 }) { Thread.sleep(forTimeInterval: 0.01) }
        return []
      }
      for await case .message(.result) in events { break }
      let page = try await users.list(limit: 10_000)
      #expect(page.rows.count == 11)
      while try store.readers.contains(where: { $0.kind == .lease }) {
        try await Task.sleep(for: .milliseconds(5))
      }
      isReading.withLock { $0 = true }
      try await group.shutdownGracefully()
    }
  }
}

extension TablePage<User> {
  fileprivate var ids: [UInt64] { rows.map { $0.record.id } }
}
