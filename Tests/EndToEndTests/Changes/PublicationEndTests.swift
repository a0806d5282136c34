import Flatwire
import Logging
import Programs
import Testing

/// How the publication of changes ends, and what it says then.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct PublicationEndTests {
  @Test("a topic has one publication, and another one when that has ended")
  func once() async throws {
    try await withStore { store in
      try await withRouter { router in
        let first = try await router.publishChanges(of: .users, from: store, to: .usersChanged)
        let error = await #expect(throws: WAMPError.self) {
          try await router.publishChanges(of: .users, from: store, to: .usersChanged)
        }
        #expect(error?.code == .unavailable && error?.message.contains(Topic.usersChanged.uri) == true)
        first.cancel()
        try await first.finished()
        let second = try await router.publishChanges(of: .users, from: store, to: .usersChanged)
        let session = try await join(router, .cbor)
        var changes = try await session.changes(on: .usersChanged).makeAsyncIterator()
        _ = try await store.write { txn in try txn.delete(.users, 1) }
        #expect(try await changes.next().delete().keyText == "1")
        second.cancel()
        await session.close()
      }
    }
  }

  @Test("it ends when the store is closed, and when the router is stopped")
  func ends() async throws {
    try await withStore { store in
      try await withRouter { router in
        let publication = try await router.publishChanges(of: .users, from: store, to: .usersChanged)
        store.close()
        try await publication.finished()
      }
    }
    try await withStore { store in
      let router = try await Router.start(.webSocket(port: 0), realm: "realm1")
      let publication = try await router.publishChanges(of: .users, from: store, to: .usersChanged)
      await router.stop()
      try await publication.finished()
      let error = await #expect(throws: WAMPError.self) {
        try await router.publishChanges(of: .users, from: store, to: .usersChanged)
      }
      #expect(error?.code == .unavailable)
    }
  }

  @Test("it keeps its store open")
  func keeps() async throws {
    try await withRouter { router in
      weak var kept: Store?
      do {
        let store = try Store.temporary(schema: UsersSchema.schema)
        kept = store
        try await router.publishChanges(of: .users, from: store, to: .usersChanged)
      }
      let session = try await join(router, .cbor)
      var changes = try await session.changes(on: .usersChanged).makeAsyncIterator()
      let store = try #require(kept)
      try await store.write { txn in try txn.put(.init(id: 1, name: "Ann"), in: .users) }
      #expect(try await changes.next().put().0.keyText == "1")
      await session.close()
    }
  }

  @Test("it ends within a large commit, too, when it is cancelled")
  func cancelledWithinCommit() async throws {
    try await withStore { store in
      try await withRouter { router in
        let publication = try await router.publishChanges(
          of: .users, from: store, to: .usersChanged, buffer: ChangeBuffer(bytes: 64 << 20))
        let session = try await join(router, .cbor)
        let (topic, count) = (Topic.usersChanged.uri, 40_000)
        var events = try await session.subscribe(to: topic, buffering: .init(maxEvents: 2 * count))
          .makeAsyncIterator()
        try await store.write { txn in
          for id in 1...UInt64(count) { try txn.put(.init(id: id, name: ""), in: .users) }
        }
        _ = try await events.next()
        publication.cancel()
        try await publication.finished()
        try await session.publish(["the end"], to: topic, options: .init(excludeMe: false))
        var told = 1
        while let event = try await events.next(), event.details.change != nil { told += 1 }
        #expect(told < count)
        await session.close()
      }
    }
  }

  @Test("it ends with the task that waits for it")
  func cancelled() async throws {
    try await withStore { store in
      try await withRouter { router in
        let publication = try await router.publishChanges(of: .users, from: store, to: .usersChanged)
        let waiting = Task { try await publication.finished() }
        waiting.cancel()
        try await waiting.value
        try await publication.finished()
      }
    }
  }

  @Test("a realm that is not there and a store that is closed are errors at once")
  func refused() async throws {
    try await withStore { store in
      try await withRouter { router in
        let error = await #expect(throws: WAMPError.self) {
          try await router.publishChanges(of: .users, from: store, to: .usersChanged, in: "nowhere")
        }
        #expect(error?.code == .noSuchRealm)
        store.close()
        let closed = await #expect(throws: StoreError.self) {
          try await router.publishChanges(of: .users, from: store, to: .usersChanged)
        }
        #expect(closed?.code == .closed)
      }
    }
  }

  @Test("who may not subscribe gets no changes, and nobody else can publish to the topic unasked")
  func permissions() async throws {
    var permissions = Permissions.closed
    try permissions.grant(.subscribe, to: "anonymous", on: "com.example.user.changed")
    try await withStore { store in
      let realm = RealmConfiguration("realm1", permissions: permissions)
      let router = try await Router.start([.webSocket(port: 0)], realms: [realm])
      try await router.publishChanges(of: .users, from: store, to: .usersChanged)
      let session = try await join(router, .cbor)
      let error = await #expect(throws: WAMPError.self) {
        _ = try await session.changes(on: Topic<User>("com.example.other"))
      }
      #expect(error?.code == .notAuthorized)
      let refused = await #expect(throws: WAMPError.self) {
        try await session.publish(.init(id: 1, name: ""), to: .usersChanged)
      }
      #expect(refused?.code == .notAuthorized)
      var changes = try await session.changes(on: .usersChanged).makeAsyncIterator()
      _ = try await store.write { txn in try txn.delete(.users, 1) }
      #expect(try await changes.next().delete().keyText == "1")
      await session.close()
      await router.stop()
    }
  }
}
