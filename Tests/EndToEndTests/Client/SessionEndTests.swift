import Flatwire
import Programs
import Testing

/// What a client says when its session ends, or something in it does.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct SessionEndTests {
  @Test func `closed waits for the end, and is nil if it was closed from here`() async throws {
    try await withRouter { router in
      let session = try await join(router, .cbor)
      #expect(await session.state == .open)
      async let closed = session.closed
      await session.close()
      #expect(try await closed == nil)
      #expect(try await session.closed == nil)
      #expect(await session.state == .closed(nil))
    }
  }

  @Test func `a router that stops tells why, and what is asked later throws that`() async throws {
    let router = try await Router.start(.webSocket(port: 0), realm: "realm1")
    let session = try await join(router, .flatbuffers)
    let events = try await session.subscribe(to: "com.example.topic")
    await router.stop()
    let reason = try #require(try await session.closed)
    #expect(reason.code == .systemShutdown)
    #expect(await session.state == .closed(reason))
    let error = await #expect(throws: WAMPError.self) { try await session.call("com.example.procedure") }
    #expect(error?.code == .systemShutdown)
    #expect(error?.message.hasPrefix("the session has ended: ") == true)
    #expect(error?.endedSession == true)
    await #expect(throws: reason) { for try await _ in events {} }
  }

  @Test func `a connection that is cut fails what is pending, ends the streams, and closed tells`()
    async throws
  {
    try await withRouter { router in
      let wire = try await Wire.start(to: router.port)
      let session = try await WAMPSession.connect(to: "ws://127.0.0.1:\(wire.port)/", realm: router.realm)
      let events = try await session.subscribe(to: "com.example.topic")
      let callee = try await join(router, .cbor)
      let (calls, continuation) = AsyncStream.makeStream(of: Void.self)
      try await callee.register("com.example.slow") { _ in
        continuation.yield()
        try await Task.sleep(for: .seconds(100))
        return .none
      }
      let task = Task { try await session.call("com.example.slow") }
      for await _ in calls { break }
      wire.cut()
      let reason = try #require(try await session.closed)
      #expect(reason.code == .transportLost)
      await #expect(throws: reason) { try await task.value }
      await #expect(throws: reason) { for try await _ in events {} }
      let error = await #expect(throws: WAMPError.self) { try await session.publish([1], to: "a.b") }
      #expect(error?.code == .transportLost)
      #expect(error?.message == "the session has ended: \(reason.message)")
      await callee.close()
    }
  }

  @Test(
    arguments: [
      (1009, "messages of 16 MiB at most"), (1012, "restarting"), (1013, "too many clients"),
    ] as [(UInt16, String)])
  func `a close code and its reason are in the errors`(code: UInt16, text: String) async throws {
    try await FakeRouter.run({ message, router in
      if case .call = message { router.close(code, text) }
    }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let error = await #expect(throws: WAMPError.self) { try await session.call("com.example.store") }
      #expect(error?.code == .transportLost)
      #expect(error?.closeCode == code)
      #expect(error?.message.contains("\(code)") == true)
      #expect(error?.message.contains(text) == true)
      #expect(try await session.closed == error)
    }
  }

  @Test func `our own close with a call pending blames nobody else`() async throws {
    let log = MessageLog()
    try await FakeRouter.run({ message, _ in log.add(message) }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let task = Task { try await session.call("com.example.slow") }
      _ = await log.next(.call)
      await session.close()
      let error = await #expect(throws: WAMPError.self) { try await task.value }
      #expect(error?.message == "the session was closed here")
    }
  }

  @Test func `a progressive RESULT that nobody asked for ends the session`() async throws {
    try await FakeRouter.run({ message, router in
      guard case .call(let call) = message else { return }
      router.send(.result(.init(request: call.request, progress: true)))
    }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let error = await #expect(throws: WAMPError.self) { try await session.call("com.example.once") }
      #expect(error?.code == .protocolViolation)
      #expect(try await session.closed?.code == .protocolViolation)
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `a call larger than the router accepts fails before it is sent, and the session goes on`(
    serializer: SerializerKind
  ) async throws {
    let details: Options = ["x_flatwire_limits": ["max_message_size": .int(16 << 20)]]
    try await FakeRouter.run(
      welcome: .welcome(.init(session: SessionID(1), roles: .router, details: details)),
      { message, router in
        guard case .call(let call) = message else { return }
        router.send(.result(.init(request: call.request)))
      }
    ) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1", serializers: [serializer])
      #expect(session.routerLimits.maxMessageSize == 16 << 20)
      let large = Payload.binaryArgument(SharedBytes([UInt8](repeating: 7, count: 17 << 20)))
      let error = await #expect(throws: WAMPError.self) {
        try await session.call("com.example.store", large)
      }
      #expect(error?.code == .payloadSizeExceeded)
      #expect(error?.message.contains("16777216") == true)
      #expect(error?.message.contains("com.example.store") == true)
      #expect(try await session.call("com.example.store").payload == .none)
      await session.close()
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `our own router tells what it accepts`(serializer: SerializerKind) async throws {
    try await withRouter { router in
      let session = try await join(router, serializer)
      #expect(session.routerLimits.maxMessageSize == Router.Limits().messageSize)
      let large = Payload.binaryArgument(SharedBytes([UInt8](repeating: 7, count: 17 << 20)))
      for _ in 0..<2 {
        let error = await #expect(throws: WAMPError.self) {
          try await session.call("com.example.store", large)
        }
        #expect(error?.code == .payloadSizeExceeded)
      }
      let error = await #expect(throws: WAMPError.self) { try await session.call("com.example.store") }
      #expect(error?.code == .noSuchProcedure)
      await session.close()
    }
  }

  @Test func `a handler's result that the router does not accept is an error for its caller`() async throws {
    let details: Options = ["x_flatwire_limits": ["max_message_size": 1000]]
    let log = MessageLog()
    try await FakeRouter.run(
      welcome: .welcome(.init(session: SessionID(1), roles: .router, details: details)),
      { message, router in
        log.add(message)
        guard case .register(let register) = message else { return }
        let id = RegistrationID(9)
        router.send(.registered(.init(request: register.request, registration: id)))
        router.send(.invocation(.init(request: RequestID(1), registration: id)))
      }
    ) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      try await session.register("com.example.large") { _ in
        .binaryArgument(SharedBytes([UInt8](repeating: 7, count: 1000)))
      }
      guard case .error(let error)? = await log.next(.error) else {
        Issue.record("no ERROR")
        return
      }
      #expect(error.error == "wamp.error.payload_size_exceeded")
      await session.close()
    }
  }
}
