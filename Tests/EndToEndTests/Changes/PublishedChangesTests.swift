import Flatwire
import Programs
import Testing

/// The changes of a store's table, published by a router.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct PublishedChangesTests {
  /// A router that publishes the changes of a store of 20 users.
  private func publishing(
    _ options: Store.Options = Store.Options(), buffer: ChangeBuffer = ChangeBuffer(),
    _ body: (Store, Router, ChangePublication) async throws -> Void
  ) async throws {
    try await withStore(options) { store in
      try await withRouter { router in
        let publication = try await router.publishChanges(
          of: .users, from: store, to: .usersChanged, buffer: buffer)
        try await body(store, router, publication)
      }
    }
  }

  private func put(_ store: Store, _ id: UInt64, name: String) async throws -> UInt64 {
    try await store.write { txn in
      try txn.put(.init(id: id, name: name), in: .users)
      return txn.commitNumber
    }
  }

  @Test(
    "a put is the stored record with commit, operation and key, in every format",
    arguments: SerializerKind.allCases)
  func put(serializer: SerializerKind) async throws {
    try await publishing { store, router, _ in
      let session = try await join(router, serializer)
      var changes = try await session.changes(on: .usersChanged).makeAsyncIterator()
      let commit = try await put(store, 42, name: "Ann")
      let (row, user) = try await changes.next().put()
      #expect(row.commit == commit && row.keyText == "42" && row.isLastOfCommit)
      #expect(row.key == SharedBytes([0, 0, 0, 0, 0, 0, 0, 42]))
      let stored = try #require(try store.pin(.users, 42))
      #expect(user.bytes == stored.bytes)
      let sent = router.counters.snapshot
      #expect(sent.payloadBytesCopied.keys.allSatisfy { $0 == .translated })
      #expect((sent.totalPayloadBytesCopied == 0) == !serializer.isText)
      await session.close()
    }
  }

  @Test(
    "a delete has a key and no record, and says the same in its details and its arguments",
    arguments: SerializerKind.allCases)
  func delete(serializer: SerializerKind) async throws {
    try await publishing { store, router, _ in
      let session = try await join(router, serializer)
      var changes = try await session.changes(on: .usersChanged).makeAsyncIterator()
      var untyped = try await session.subscribe(to: Topic.usersChanged.uri).makeAsyncIterator()
      let commit = try await store.write { txn in
        try txn.delete(.users, 7)
        return txn.commitNumber
      }
      let row = try await changes.next().delete()
      #expect(row.commit == commit && row.keyText == "7")
      let event = try #require(try await untyped.next())
      #expect(event.details.change?.change == .delete(row))
      #expect(event.payload.record == nil)
      let keywords = try event.payload.arguments().keywords
      #expect(keywords["operation"] == "delete" && keywords["key"] == .bytes(row.key))
      await session.close()
    }
  }

  @Test("many writers: each commit is told once, in order, and what was told is what is stored")
  func order() async throws {
    try await publishing { store, router, _ in
      let session = try await join(router, .flatbuffers)
      let changes = try await session.changes(on: .usersChanged)
      let following = Task {
        var (told, commits): ([String: User.Draft], [UInt64]) = ([:], [])
        for try await change in changes {
          switch change {
          case .put(let row, let user):
            told[row.keyText] = user.record.draft
            commits.append(row.commit)
          case .delete(let row):
            told[row.keyText] = nil
            commits.append(row.commit)
          case .unknown(let unknown): Issue.record("\(unknown)")
          }
          if told["1000"] != nil { break }
        }
        return (told, commits)
      }
      try await withThrowingTaskGroup { group in
        for writer in 0..<10 as Range<UInt64> {
          group.addTask {
            for number in 0..<50 as Range<UInt64> {
              try await store.write { txn in
                try txn.put(.init(id: 100 + number * writer % 71, name: "\(writer) \(number)"), in: .users)
                if number % 5 == 4 { try txn.delete(.users, 100 + number) }
              }
            }
          }
        }
        try await group.waitForAll()
      }
      _ = try await put(store, 1000, name: "the last")
      let (told, commits) = try await following.value
      let isOrdered = zip(commits, commits.dropFirst()).allSatisfy { $0 <= $1 }
      #expect(isOrdered)
      let stored = try store.read { snapshot in
        var stored: [String: User.Draft] = [:]
        var rows = try snapshot.rows(.users, 21...)
        while let user = try rows.next() { stored["\(user.id)"] = user.draft }
        return stored
      }
      #expect(told == stored)
      #expect(router.counters.snapshot.totalPayloadBytesCopied == 0)
      await session.close()
    }
  }

  @Test("a commit of many rows comes whole, and its last row says so")
  func large() async throws {
    try await publishing(buffer: ChangeBuffer(bytes: 64 << 20)) { store, router, _ in
      let session = try await join(router, .cbor)
      let changes = try await session.changes(on: .usersChanged, buffering: .init(maxEvents: 10_000))
      try await store.write { txn in
        for id in 1000..<4000 as Range<UInt64> { try txn.put(.init(id: id, name: ""), in: .users) }
      }
      var keys: [String] = []
      for try await change in changes {
        let (row, _) = try Optional(change).put()
        keys.append(row.keyText)
        if row.isLastOfCommit { break }
      }
      #expect(keys == (1000..<4000).map(String.init))
      await session.close()
    }
  }

  @Test("what is more than the buffer keeps is told to be unknown, and then it goes on")
  func lagging() async throws {
    try await publishing(buffer: ChangeBuffer(commits: 10, bytes: 500)) { store, router, _ in
      let session = try await join(router, .messagePack)
      var changes = try await session.changes(on: .usersChanged).makeAsyncIterator()
      let commit = try await put(store, 100, name: String(repeating: "x", count: 1000))
      let unknown = try await changes.next().unknown()
      #expect(unknown.since == commit - 1 && unknown.through == commit)
      #expect(unknown.reason == UnknownChanges.Reason.lagged.description)
      let next = try await put(store, 101, name: "short")
      let (row, _) = try await changes.next().put()
      #expect(row.commit == next)
      await session.close()
    }
  }

  @Test("a subscriber that reads too slowly learns that it missed events")
  func lost() async throws {
    try await publishing { store, router, _ in
      let session = try await join(router, .cbor)
      let buffering = EventBuffering(maxEvents: 2)
      var slow = try await session.changes(on: .usersChanged, buffering: buffering).makeAsyncIterator()
      var fast = try await session.changes(on: .usersChanged).makeAsyncIterator()
      let first = try await put(store, 1, name: "first")
      #expect(try await slow.next().put().0.commit == first)
      _ = try await fast.next()
      var last: UInt64 = 0
      for number in 0..<10 {
        last = try await put(store, 2, name: "\(number)")
        _ = try await fast.next().put()
      }
      let unknown = try await slow.next().unknown()
      #expect(unknown.since == first && unknown.through == last - 1)
      #expect(try await slow.next().put().0.commit == last - 1)
      #expect(try await slow.next().put().0.commit == last)
      await session.close()
    }
  }

  @Test("a subscriber learns that it missed events also before it has read one")
  func lostFirst() async throws {
    try await publishing { store, router, _ in
      let session = try await join(router, .cbor)
      let buffering = EventBuffering(maxEvents: 2)
      var slow = try await session.changes(on: .usersChanged, buffering: buffering).makeAsyncIterator()
      var fast = try await session.changes(on: .usersChanged).makeAsyncIterator()
      var last: UInt64 = 0
      for number in 0..<10 {
        last = try await put(store, 2, name: "\(number)")
        _ = try await fast.next().put()
      }
      let unknown = try await slow.next().unknown()
      #expect(unknown.since == last - 1 && unknown.through == last - 1)
      #expect(try await slow.next().put().0.commit == last - 1)
      #expect(try await slow.next().put().0.commit == last)
      await session.close()
    }
  }

  @Test("a subscriber learns that its connection was lost also before it has read an event")
  func reconnected() async throws {
    var limits = Router.Limits()
    // So that it has to subscribe again.
    limits.resumptionTime = .zero
    try await withStore { store in
      try await withRouter(limits) { router in
        try await router.publishChanges(of: .users, from: store, to: .usersChanged)
        let wire = try await Wire.start(to: router.port)
        let session = try await wire.connect()
        var changes = try await session.changes(on: .usersChanged).makeAsyncIterator()
        try await wire.outage(of: session) { _ = try await put(store, 1, name: "missed") }
        try await session.waitForSubscriber(of: Topic.usersChanged.uri)
        let commit = try await put(store, 2, name: "told")
        let unknown = try await changes.next().unknown()
        #expect(unknown.since == commit && unknown.through == commit)
        #expect(try await changes.next().put().0.commit == commit)
        await session.close()
        wire.cut()
      }
    }
  }

  @Test("a publication that is begun again is no continuation of the one before")
  func begunAgain() async throws {
    try await publishing { store, router, publication in
      let session = try await join(router, .cbor)
      let buffering = EventBuffering(maxEvents: 1)
      var slow = try await session.changes(on: .usersChanged, buffering: buffering).makeAsyncIterator()
      var fast = try await session.changes(on: .usersChanged).makeAsyncIterator()
      let first = try await put(store, 1, name: "of the first publication")
      #expect(try await slow.next().put().0.commit == first)
      _ = try await fast.next()
      publication.cancel()
      try await publication.finished()
      try await router.publishChanges(of: .users, from: store, to: .usersChanged)
      // The second event of the second publication: its first one finds no room.
      var last: UInt64 = 0
      for name in ["lost", "told"] { last = try await put(store, 1, name: name) }
      _ = try await fast.next().unknown()
      for _ in 0..<2 { _ = try await fast.next().put() }
      let unknown = try await slow.next().unknown()
      #expect(unknown.since == first && unknown.through == last)
      #expect(try await slow.next().put().0.commit == last)
      await session.close()
    }
  }

  @Test("with a log it begins after any commit that the log reaches back to")
  func since() async throws {
    var options = Store.Options()
    options.changeLog = .on()
    try await withStore(options) { store in
      let start = try store.read { try $0.commitNumber }
      for id in 1...3 as ClosedRange<UInt64> { _ = try await put(store, id, name: "\(id)") }
      try await withRouter { router in
        let session = try await join(router, .flatbuffers)
        var changes = try await session.changes(on: .usersChanged).makeAsyncIterator()
        try await router.publishChanges(of: .users, from: store, to: .usersChanged, since: start)
        for id in 1...3 as ClosedRange<UInt64> {
          let (row, user) = try await changes.next().put()
          #expect(row.commit == start + id && user.record.id == id)
        }
        await session.close()
        let error = await #expect(throws: StoreError.self) {
          try await router.publishChanges(of: .users, from: store, to: .usersChanged, since: start + 100)
        }
        #expect(error?.code == .changesUnavailable)
      }
    }
  }

  @Test("other events of the topic are skipped and counted, and can't pretend to be changes")
  func foreign() async throws {
    try await publishing { store, router, _ in
      let session = try await join(router, .cbor)
      let changes = try await session.changes(on: .usersChanged)
      let other = try await join(router, .flatbuffers)
      try await other.publish(.init(id: 5, name: "an event"), to: .usersChanged)
      let detail: Value = ["operation": "unknown", "sequence": 1, "since": 0, "through": 9]
      try await other.publish(
        [], to: Topic.usersChanged.uri, options: .init(others: ["x_flatwire_change": detail]))
      let commit = try await put(store, 3, name: "stored")
      var iterator = changes.makeAsyncIterator()
      #expect(try await iterator.next().put().0.commit == commit)
      #expect(changes.rejected == 2)
      await session.close()
      await other.close()
    }
  }

  @Test("a change whose record can't be read is unknown, not skipped")
  func unreadable() async throws {
    try await publishing { store, router, _ in
      let session = try await join(router, .cbor)
      let topic = Topic<Search>(Topic.usersChanged.uri)
      let changes = try await session.changes(on: topic)
      let commit = try await put(store, 3, name: "no search")
      var iterator = changes.makeAsyncIterator()
      let unknown = try await iterator.next().unknown()
      #expect(unknown.since == commit && unknown.through == commit)
      #expect(unknown.reason.contains("sent a damaged"), "\(unknown.reason)")
      #expect(changes.rejected == 0)
      await session.close()
    }
  }

  @Test("what is encoded once reaches subscribers of every format on every loop")
  func fanOut() async throws {
    try await publishing { store, router, _ in
      var sessions: [WAMPSession] = []
      for serializer in SerializerKind.allCases + SerializerKind.allCases {
        sessions.append(try await join(router, serializer))
      }
      let all = try await sessions.asyncMap { try await $0.changes(on: .usersChanged) }
      let commit = try await put(store, 8, name: "for all")
      for changes in all {
        var changes = changes.makeAsyncIterator()
        let (row, user) = try await changes.next().put()
        #expect(row.commit == commit && user.record.name.description == "for all")
      }
      for session in sessions { await session.close() }
    }
  }
}

extension Sequence {
  fileprivate func asyncMap<T>(_ body: (Element) async throws -> T) async throws -> [T] {
    var results: [T] = []
    for element in self { results.append(try await body(element)) }
    return results
  }
}
