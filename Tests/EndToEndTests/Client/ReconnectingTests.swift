import Flatwire
import Programs
import Testing

/// Sessions whose connection is lost, and that come back.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct ReconnectingTests {
  /// Waits until the session is what it should be.
  private func wait(for session: WAMPSession, _ isReached: (WAMPSession.State) -> Bool) async throws {
    while !isReached(await session.state) { try await Task.sleep(for: .milliseconds(5)) }
  }

  private func isReconnecting(_ state: WAMPSession.State) -> Bool {
    if case .reconnecting = state { true } else { false }
  }

  @Test(arguments: SerializerKind.allCases)
  func `registrations and streams of events stay what they are over a new connection`(
    serializer: SerializerKind
  ) async throws {
    var limits = Router.Limits()
    // So that all has to be asked for again.
    limits.resumptionTime = .zero
    try await withRouter(limits) { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await wire.connect(serializer)
      let events = try await session.subscribe(to: "com.example.", options: .init(match: .prefix))
      let registration = try await session.register("com.example.echo") { $0.payload }
      let before = session.id
      wire.interrupt()
      try await wait(for: session, isReconnecting)
      try await wait(for: session) { $0 == .open }
      #expect(session.id != before)

      let other = try await join(router, serializer)
      // Asked for again once the router knows that the first connection is gone.
      while await (try? other.call("com.example.echo", [3])) == nil {
        try await Task.sleep(for: .milliseconds(10))
      }
      try await other.publish([7], to: "com.example.number")
      for try await event in events {
        let list = try event.payload.arguments().list
        #expect(list == [7])
        break
      }
      try await registration.cancel()
      let error = await #expect(throws: WAMPError.self) { try await other.call("com.example.echo") }
      #expect(error?.code == .noSuchProcedure)
      await session.close()
      #expect(await session.state == .closed(nil))
      await other.close()
      wire.cut()
    }
  }

  @Test func `what waits in a full buffer still waits over a new connection`() async throws {
    var limits = Router.Limits()
    limits.resumptionTime = .zero
    try await withRouter(limits) { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await wire.connect()
      let events = try await session.subscribe(to: "com.example.number", buffering: .init(maxEvents: 1))
      let other = try await join(router, .cbor)
      try await other.publish([7], to: "com.example.number")
      // An answer that comes behind the event.
      _ = try? await session.call("com.example.none")
      try await wire.outage(of: session)
      try await session.waitForSubscriber(of: "com.example.number")
      for try await event in events {
        let list = try event.payload.arguments().list
        #expect(list == [7])
        break
      }
      #expect(events.dropped == 0)
      await session.close()
      await other.close()
      wire.cut()
    }
  }

  @Test func `a call in flight ends with the reason, and the session does not`() async throws {
    try await withRouter { router in
      let callee = try await join(router, .cbor)
      let (calls, continuation) = AsyncStream.makeStream(of: Void.self)
      try await callee.register("com.example.slow") { _ in
        continuation.yield()
        try await Task.sleep(for: .seconds(100))
        return .none
      }
      let wire = try await Wire.start(to: router.port)
      let session = try await wire.connect()
      let call = Task { try await session.call("com.example.slow") }
      for await _ in calls { break }
      wire.interrupt()
      let error = await #expect(throws: WAMPError.self) { try await call.value }
      #expect(error?.code == .transportLost)
      #expect(error?.endedSession == false)
      let unknown = await #expect(throws: WAMPError.self) { try await session.call("com.example.none") }
      #expect(unknown?.code == .noSuchProcedure)
      await session.close()
      await callee.close()
      wire.cut()
    }
  }

  @Test func `requests without a connection wait for one, as long as they may`() async throws {
    try await withRouter { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await wire.connect()
      wire.isOpen = false
      wire.interrupt()
      try await wait(for: session, isReconnecting)
      let late = await #expect(throws: WAMPError.self) {
        try await session.call("com.example.none", options: .init(timeout: .milliseconds(30)))
      }
      #expect(late?.code == .timeout)
      let cancelled = Task { try await session.call("com.example.none") }
      cancelled.cancel()
      await #expect(throws: CancellationError.self) { try await cancelled.value }
      let publishing = Task { try await session.publish([1], to: "com.example.number") }
      let results = try await session.results(of: "com.example.none")
      wire.isOpen = true
      #expect(try await publishing.value != nil)
      let error = await #expect(throws: WAMPError.self) { for try await _ in results {} }
      #expect(error?.code == .noSuchProcedure)
      await session.close()
      wire.cut()
    }
  }

  @Test func `requests without a connection fail, if that is the policy, or too many wait`() async throws {
    try await withRouter { router in
      let wire = try await Wire.start(to: router.port)
      var policies = [Reconnection.quick, .quick]
      policies[0].requests = .fail
      policies[1].maxWaiting = 0
      for policy in policies {
        let session = try await wire.connect(reconnection: policy)
        wire.isOpen = false
        wire.interrupt()
        try await wait(for: session, isReconnecting)
        let error = await #expect(throws: WAMPError.self) { try await session.call("com.example.none") }
        #expect(error?.code == .unavailable)
        await session.close()
        #expect(await session.state == .closed(nil))
        wire.isOpen = true
      }
      wire.cut()
    }
  }

  @Test func `a session that is closed while it has no connection is over at once`() async throws {
    try await withRouter { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await wire.connect()
      let events = try await session.subscribe(to: "com.example.topic")
      wire.isOpen = false
      wire.interrupt()
      try await wait(for: session, isReconnecting)
      let call = Task { try await session.call("com.example.none") }
      try await Task.sleep(for: .milliseconds(20))
      await session.close()
      let error = await #expect(throws: WAMPError.self) { try await call.value }
      #expect(error?.code == .closeRealm)
      for try await _ in events { Issue.record("an event after the end") }
      #expect(try await session.closed == nil)
      wire.cut()
    }
  }

  @Test func `a router that refuses the client for good is not asked again`() async throws {
    let log = MessageLog()
    try await FakeRouter.run(
      welcome: nil,
      { message, router in
        guard case .hello(let hello) = message else { return }
        if log.isFirst(message) {
          router.send(.welcome(.init(session: SessionID(1), roles: .router)))
          router.close(1001, "going away")
        } else {
          router.send(.abort(.init(reason: "wamp.error.no_such_realm", message: "no \(hello.realm)")))
        }
      }
    ) { url in
      let session = try await WAMPSession.connect(
        to: url, realm: "realm1", reconnection: .quick)
      let reason = try await session.closed
      #expect(reason?.code == .noSuchRealm)
      #expect(log.count == 2)
      let error = await #expect(throws: WAMPError.self) { try await session.call("com.example.none") }
      #expect(error?.code == .noSuchRealm)
      #expect(error?.endedSession == true)
    }
  }

  @Test func `of several routers one that can be reached is taken`() async throws {
    try await withRouter { router in
      let dead = try await Wire.start(to: router.port)
      let deadURL = "ws://127.0.0.1:\(dead.port)/"
      let urls = [deadURL, "ws://127.0.0.1:\(router.port)/"]
      let first = try await WAMPSession.connect(
        to: RouterAddress(urls), realm: "realm1", reconnection: .quick)
      dead.cut()
      try await wait(for: first, isReconnecting)
      try await first.publish([1], to: "com.example.number")
      let second = try await WAMPSession.connect(to: RouterAddress(urls), realm: "realm1")
      #expect(second.id != first.id)
      await first.close()
      await second.close()
      await #expect(throws: TransportError.self) {
        try await WAMPSession.connect(to: [deadURL], realm: "realm1")
      }
      let error = await #expect(throws: WAMPError.self) {
        try await WAMPSession.connect(to: [], realm: "realm1")
      }
      #expect(error?.code == .invalidArgument)
    }
  }

  @Test func `a session that is lent to a body is closed however that ends`() async throws {
    struct Failure: Error {}
    try await withRouter { router in
      var escaped: [WAMPSession] = []
      let address: RouterAddress = "ws://127.0.0.1:\(router.port)/"
      let id = try await WAMPSession.withSession(to: address, realm: "realm1") { session in
        escaped.append(session)
        return session.id
      }
      #expect(id == escaped[0].id)
      await #expect(throws: Failure.self) {
        try await WAMPSession.withSession(to: address, realm: "realm1") { session in
          escaped.append(session)
          throw Failure()
        }
      }
      for session in escaped { #expect(await session.state == .closed(nil)) }
    }
  }

  @Test
  func `a procedure that the router still has of the lost connection is offered again until it is free`()
    async throws
  {
    let log = MessageLog()
    try await FakeRouter.run({ message, router in
      guard case .register(let register) = message else { return }
      log.add(message)
      switch log.count {
      case 1:
        router.send(.registered(.init(request: register.request, registration: RegistrationID(1))))
        router.close(1001, "going away")
      case 2:
        router.send(
          .error(
            .init(
              requestType: .register, request: register.request,
              error: "wamp.error.procedure_already_exists")))
      default:
        let id = RegistrationID(2)
        router.send(.registered(.init(request: register.request, registration: id)))
        router.send(.invocation(.init(request: RequestID(1), registration: id)))
      }
    }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1", reconnection: .quick)
      let (calls, continuation) = AsyncStream.makeStream(of: Void.self)
      try await session.register("com.example.procedure") { _ in
        continuation.yield()
        return .none
      }
      for await _ in calls { break }
      #expect(log.count == 3)
      await session.close()
    }
  }
}
