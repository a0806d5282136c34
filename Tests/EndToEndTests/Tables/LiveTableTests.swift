import Flatwire
import Programs
import Testing

/// Live queries: the rows of an exposed table, and then their changes.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct LiveTableTests {
  private typealias Observed = LiveRows<User, UInt64>.AsyncIterator

  /// What the updates amount to, which are checked to follow each other.
  private struct Known: Sendable {
    private(set) var names: [UInt64: String] = [:]
    private(set) var commit: UInt64 = 0
    private(set) var readings = 0

    mutating func apply(_ update: LiveUpdate<User, UInt64>) {
      switch update {
      case .rows(let rows, let commit):
        #expect(commit >= self.commit)
        self.commit = commit
        readings += 1
        names = Dictionary(uniqueKeysWithValues: rows.map { ($0.record.id, $0.record.name.description) })
      case .changes(let changes, let commit):
        #expect(commit > self.commit && !changes.isEmpty)
        self.commit = commit
        for change in changes {
          switch change {
          case .put(let user): names[user.record.id] = user.record.name.description
          case .delete(let id): names[id] = nil
          }
        }
      }
    }
  }

  private func exposing(
    _ operations: TableOperations = [.reading, .changes], _ body: (Store, Router) async throws -> Void
  ) async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.expose(.users, of: store, as: "com.example.users", allowing: operations)
        try await body(store, router)
      }
    }
  }

  private func names(_ store: Store, _ range: ClosedRange<UInt64>) throws -> [UInt64: String] {
    try store.read { snapshot in
      var names: [UInt64: String] = [:]
      var rows = try snapshot.rows(.users, range)
      while let user = try rows.next() { names[user.id] = user.name.description }
      return names
    }
  }

  private func put(_ store: Store, _ ids: some Sequence<UInt64> & Sendable, _ name: String) async throws {
    try await store.write { txn in for id in ids { try txn.put(.init(id: id, name: name), in: .users) } }
  }

  @Test("first the rows of the range, then what commits change in it", arguments: SerializerKind.allCases)
  func rowsThenChanges(serializer: SerializerKind) async throws {
    try await exposing { store, router in
      let session = try await join(router, serializer)
      let users = session.table(.users, at: "com.example.users")
      var observed = users.observe(5...10).makeAsyncIterator()
      var known = Known()
      known.apply(try #require(try await observed.next()))
      #expect(try known.names == names(store, 5...10))
      #expect(known.names.count == 6)
      try await put(store, [4, 11, 20], "outside")
      try await store.write { txn in
        try txn.put(.init(id: 5, name: "Ann"), in: .users)
        try txn.put(.init(id: 12, name: "outside"), in: .users)
        try txn.delete(.users, 9)
      }
      guard case .changes(let changes, let commit)? = try await observed.next() else {
        Issue.record("no changes")
        return
      }
      let newest = try store.read { try $0.commitNumber }
      #expect(changes.count == 2 && commit == newest)
      guard case .put(let ann) = changes[0], case .delete(9) = changes[1] else {
        Issue.record("\(changes)")
        return
      }
      #expect(ann.read { $0.name.description } == "Ann")
      await session.close()
    }
  }

  @Test("ranges of all kinds, and one without rows")
  func ranges() async throws {
    try await exposing { store, router in
      let session = try await join(router, .cbor)
      let users = session.table(.users, at: "com.example.users")
      func count(_ rows: LiveRows<User, UInt64>) async throws -> Int {
        for try await case .rows(let rows, _) in rows { return rows.count }
        return -1
      }
      let all = try store.read { try $0.count(.users) }
      let counts = [
        try await count(users.observe()), try await count(users.observe(.after(7))),
        try await count(users.observe(...7)), try await count(users.observe(.only(7))),
        try await count(users.observe(1000...2000)),
      ]
      #expect(counts == [all, all - 7, 7, 1, 0])
      var none = users.observe(1000...2000).makeAsyncIterator()
      _ = try await none.next()
      try await put(store, [1500], "Ann")
      guard case .changes(let changes, _)? = try await none.next() else {
        Issue.record("no changes")
        return
      }
      #expect(changes.count == 1)
      await session.close()
    }
  }

  /// Each commit names all rows of a pair alike, one in the first page and one in the last.
  @Test("while others write, all that is told is one state, in the end the last one")
  func oneState() async throws {
    try await exposing { store, router in
      let (low, high) = (100 as UInt64, 5000 as UInt64)
      try await put(store, low...high, "begin")
      let session = try await join(router, .flatbuffers)
      let users = session.table(.users, at: "com.example.users")
      let observing = (0..<3).map { _ in
        Task {
          var known = Known()
          for try await update in users.observe(low...high) {
            known.apply(update)
            #expect(known.names[low] == known.names[high], "torn at commit \(known.commit)")
            if known.names[low] == "end" { break }
          }
          return known
        }
      }
      for number in 1...200 {
        try await put(store, [low, high], "\(number)")
        if number.isMultiple(of: 3) { try await store.write { txn in _ = try txn.delete(.users, 200) } }
        if number.isMultiple(of: 5) { try await put(store, [200], "again") }
        // Of which the range has nothing.
        try await put(store, [1], "\(number)")
      }
      try await put(store, [200, low, high], "end")
      let stored = try names(store, low...high)
      for task in observing { #expect(try await task.value.names == stored) }
      await session.close()
    }
  }

  @Test("who reads too slowly gets the rows anew, not all the changes")
  func lagging() async throws {
    try await exposing { store, router in
      let session = try await join(router, .messagePack)
      let users = session.table(.users, at: "com.example.users")
      var observed = users.observe(1...20, buffering: .init(maxEvents: 10)).makeAsyncIterator()
      var other = users.observe(1...20).makeAsyncIterator()
      var known = Known()
      known.apply(try #require(try await observed.next()))
      _ = try await other.next()
      for number in 0..<100 as Range<UInt64> { try await put(store, [1 + number % 20], "\(number)") }
      // All events are there once they have reached somebody else of the session.
      var last: UInt64 = 0
      let end = try store.read { try $0.commitNumber }
      while last < end {
        guard case .changes(_, let commit)? = try await other.next() else { break }
        last = commit
      }
      known.apply(try #require(try await observed.next()))
      #expect(known.readings == 2 && known.commit == end)
      #expect(try known.names == names(store, 1...20))
      // And then it goes on.
      try await put(store, [3], "next")
      while known.names[3] != "next" { known.apply(try #require(try await observed.next())) }
      #expect(try known.names == names(store, 1...20))
      await session.close()
    }
  }

  @Test("after an outage it has the rows anew, though nothing changes any more")
  func outage() async throws {
    var limits = Router.Limits()
    // So that it has to subscribe again.
    limits.resumptionTime = .zero
    try await withStore { store in
      try await withRouter(limits) { router in
        try await router.expose(.users, of: store, as: "com.example.users", allowing: [.list, .changes])
        let wire = try await Wire.start(to: router.port)
        let session = try await wire.connect()
        var observed = session.table(.users, at: "com.example.users").observe(1...20).makeAsyncIterator()
        var known = Known()
        known.apply(try #require(try await observed.next()))
        try await wire.outage(of: session) { try await put(store, [7], "missed") }
        known.apply(try #require(try await observed.next()))
        #expect(known.readings == 2 && known.names[7] == "missed")
        try await put(store, [8], "told")
        known.apply(try #require(try await observed.next()))
        #expect(known.readings == 2 && known.names[8] == "told")
        await session.close()
        wire.cut()
      }
    }
  }

  @Test("it goes on with a router that is started anew, also if the table is exposed only then")
  func routerRestart() async throws {
    try await withStore { store in
      var router = try await Router.start(.webSocket(port: 0), realm: "realm1")
      let port = router.port
      try await router.expose(.users, of: store, as: "com.example.users", allowing: [.list, .changes])
      let session = try await WAMPSession.connect(
        to: "ws://127.0.0.1:\(port)/", realm: "realm1", reconnection: .quick)
      let users = session.table(.users, at: "com.example.users")
      let (updates, continuation) = AsyncStream.makeStream(of: LiveUpdate<User, UInt64>.self)
      let observing = Task {
        for try await update in users.observe(1...20) { continuation.yield(update) }
      }
      var known = Known()
      var told = updates.makeAsyncIterator()
      known.apply(try #require(await told.next()))
      for round in 1...3 {
        await router.stop()
        try await put(store, [7], "round \(round)")
        router = try await Router.start(.webSocket(port: port), realm: "realm1")
        while await session.state != .open { try await Task.sleep(for: .milliseconds(1)) }
        try await session.waitForSubscriber(of: "com.example.users.changed")
        try await router.expose(.users, of: store, as: "com.example.users", allowing: [.list, .changes])
        while known.names[7] != "round \(round)" { known.apply(try #require(await told.next())) }
        #expect(try known.names == names(store, 1...20))
      }
      try await put(store, [8], "told")
      while known.names[8] != "told" { known.apply(try #require(await told.next())) }
      await session.close()
      try await observing.value
      await router.stop()
    }
  }

  @Test(
    "a table that is not exposed for it says what is missing",
    arguments: [TableOperations.get, .reading, .changes, [.list]])
  func missing(operations: TableOperations) async throws {
    try await exposing(operations) { _, router in
      let session = try await join(router, .cbor)
      let users = session.table(.users, at: "com.example.users")
      let error = await #expect(throws: WAMPError.self) { for try await _ in users.observe() {} }
      #expect(error?.message.contains("exposed with both .list and .changes") == true, "\(error as Any)")
      #expect(error?.message.contains("com.example.users") == true)
      await session.close()
    }
  }

  @Test("where rows are shown to some, changes can't be published, so nothing is observed")
  func filtered() async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.expose(.users, of: store, as: "com.example.users", allowing: .reading) { _, _ in true
        }
        let session = try await join(router, .cbor)
        let users = session.table(.users, at: "com.example.users")
        let error = await #expect(throws: WAMPError.self) { for try await _ in users.observe() {} }
        #expect(error?.message.contains("not published") == true)
        await session.close()
      }
    }
  }

  @Test("a range with more rows than the limit is refused")
  func limit() async throws {
    try await exposing { _, router in
      let session = try await join(router, .cbor)
      let users = session.table(.users, at: "com.example.users")
      let error = await #expect(throws: WAMPError.self) {
        for try await _ in users.observe(1...20, limit: 19) {}
      }
      #expect(error?.code == .payloadSizeExceeded)
      await session.close()
    }
  }

  @Test("it ends with the session's error, and with the session")
  func sessionEnd() async throws {
    try await withStore { store in
      let router = try await Router.start(.webSocket(port: 0), realm: "realm1")
      try await router.expose(.users, of: store, as: "com.example.users", allowing: .all)
      let (first, second) = (try await join(router, .cbor), try await join(router, .cbor))
      var ending = first.table(.users, at: "com.example.users").observe().makeAsyncIterator()
      var closing = second.table(.users, at: "com.example.users").observe().makeAsyncIterator()
      _ = (try await ending.next(), try await closing.next())
      await second.close()
      #expect(try await closing.next() == nil)
      await router.stop()
      let error = await #expect(throws: WAMPError.self) { try await ending.next() }
      #expect(error?.code == .systemShutdown)
      #expect(try await ending.next() == nil)
    }
  }

  @Test("the subscription ends when its consumer leaves, also by being cancelled")
  func leaving() async throws {
    try await exposing { _, router in
      let session = try await join(router, .cbor)
      let users = session.table(.users, at: "com.example.users")
      func isSubscribed() async throws -> Bool {
        try await session.call("wamp.subscription.lookup", ["com.example.users.changed"])
          .arguments().list.first?.isNull == false
      }
      for try await _ in users.observe() {
        #expect(try await isSubscribed())
        break
      }
      while try await isSubscribed() { await Task.yield() }
      let observing = Task { for try await _ in users.observe() {} }
      while try await !isSubscribed() { await Task.yield() }
      observing.cancel()
      await #expect(throws: CancellationError.self) { try await observing.value }
      while try await isSubscribed() { await Task.yield() }
      await session.close()
    }
  }
}
