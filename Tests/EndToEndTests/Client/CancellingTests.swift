import Flatwire
import Programs
import Testing

/// Tasks that are cancelled while the client waits, and calls whose time is over.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct CancellingTests {
  /// Runs `body` in a task that is cancelled already.
  private func cancelled<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
  ) async -> Result<Value, any Error> {
    let task = Task {
      try? await Task.sleep(for: .seconds(100))
      return try await body()
    }
    task.cancel()
    return await task.result
  }

  /// A task that is cancelled once the router has the request.
  private func cancelLater(
    _ code: MessageCode, _ body: @escaping @Sendable (WAMPSession) async throws -> Void
  ) async throws {
    let log = MessageLog()
    try await FakeRouter.run({ message, _ in log.add(message) }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let task = Task { try await body(session) }
      #expect(await log.next(code) != nil)
      let clock = ContinuousClock.now
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(clock.duration(to: .now) < .seconds(5))
      await session.close()
    }
  }

  @Test func `connecting in a cancelled task ends at once`() async throws {
    try await withRouter { router in
      let result = await cancelled {
        try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "realm1")
      }
      #expect(throws: CancellationError.self) { try result.get() }
    }
  }

  @Test func `connecting ends when its task is cancelled, though the router never answers`() async throws {
    try await FakeRouter.run(welcome: nil) { url in
      let clock = ContinuousClock.now
      let task = Task { try await WAMPSession.connect(to: url, realm: "realm1") }
      try await Task.sleep(for: .milliseconds(100))
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(clock.duration(to: .now) < .seconds(5))
    }
  }

  @Test func `connecting ends when its task is cancelled, though nobody answers the handshake`() async throws
  {
    let wire = try await Wire.start(to: nil)
    let clock = ContinuousClock.now
    let task = Task { try await WAMPSession.connect(to: "ws://127.0.0.1:\(wire.port)/", realm: "realm1") }
    try await Task.sleep(for: .milliseconds(100))
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(clock.duration(to: .now) < .seconds(5))
    wire.cut()
  }

  @Test func `a connection whose task was cancelled is closed`() async throws {
    let log = MessageLog()
    let (departures, continuation) = AsyncStream.makeStream(of: Void.self)
    try await FakeRouter.run(
      welcome: nil, { message, _ in log.add(message) }, departed: { continuation.yield() }
    ) { url in
      let task = Task { try await WAMPSession.connect(to: url, realm: "realm1") }
      #expect(await log.next(.hello) != nil)
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(await log.next(.abort) != nil)
      for await _ in departures { break }
    }
  }

  @Test func `a call in a cancelled task sends nothing`() async throws {
    let log = MessageLog()
    try await FakeRouter.run({ message, _ in log.add(message) }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let result = await cancelled { try await session.call("com.example.first") }
      #expect(throws: CancellationError.self) { try result.get() }
      let task = Task { try await session.call("com.example.second") }
      guard case .call(let call)? = await log.next(.call) else {
        Issue.record("no CALL")
        return
      }
      #expect(call.procedure == "com.example.second")
      task.cancel()
      _ = await task.result
      await session.close()
    }
  }

  @Test func `a call that is cancelled ends at once, and the router is told`() async throws {
    let log = MessageLog()
    try await FakeRouter.run({ message, _ in log.add(message) }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let task = Task { try await session.call("com.example.slow") }
      guard case .call(let call)? = await log.next(.call) else {
        Issue.record("no CALL")
        return
      }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      guard case .cancel(let cancel)? = await log.next(.cancel) else {
        Issue.record("no CANCEL")
        return
      }
      #expect(cancel.request == call.request)
      #expect(cancel.mode == .killNoWait)
      await session.close()
    }
  }

  @Test func `subscribing, registering, publishing and waiting for the end can be cancelled`() async throws {
    try await cancelLater(.subscribe) { _ = try await $0.subscribe(to: "com.example.topic") }
    try await cancelLater(.register) { try await $0.register("com.example.procedure") { _ in .none } }
    try await cancelLater(.publish) { try await $0.publish([1], to: "com.example.topic") }
    try await cancelLater(.publish) { session in
      try await session.publish([1], to: "com.example.topic", options: .init(acknowledge: false))
      _ = try await session.closed
    }
  }

  @Test func `a late answer to a cancelled call is dropped`() async throws {
    let log = MessageLog()
    try await FakeRouter.run({ message, router in
      log.add(message)
      guard case .cancel(let cancel) = message else {
        if case .call(let call) = message, call.procedure == "com.example.fast" {
          router.send(.result(.init(request: call.request)))
        }
        return
      }
      router.send(.result(.init(request: cancel.request, payload: Payload(arguments: ["late"]))))
    }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let task = Task { try await session.call("com.example.slow") }
      _ = await log.next(.call)
      task.cancel()
      _ = await task.result
      #expect(try await session.call("com.example.fast").payload == .none)
      await session.close()
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `a call that takes longer than its timeout fails, and its handler is cancelled`(
    serializer: SerializerKind
  ) async throws {
    try await withRouter { router in
      let callee = try await join(router, serializer)
      let (interrupted, continuation) = AsyncStream.makeStream(of: Bool.self)
      try await callee.register("com.example.slow") { _ in
        try? await Task.sleep(for: .seconds(100))
        continuation.yield(Task.isCancelled)
        return .none
      }
      let session = try await join(router, serializer)
      let error = await #expect(throws: WAMPError.self) {
        try await session.call("com.example.slow", options: .init(timeout: .milliseconds(200)))
      }
      // Here or at the router, whichever notices first.
      #expect(error?.code == .timeout)
      for await isCancelled in interrupted {
        #expect(isCancelled)
        break
      }
      await session.close()
      await callee.close()
    }
  }

  @Test func `a timeout holds though the router does nothing about it`() async throws {
    let log = MessageLog()
    try await FakeRouter.run({ message, _ in log.add(message) }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let error = await #expect(throws: WAMPError.self) {
        try await session.call("com.example.slow", options: .init(timeout: .milliseconds(50)))
      }
      #expect(error?.code == .timeout)
      #expect(error?.message == "com.example.slow did not answer within 0.05 seconds")
      #expect(await log.next(.cancel) != nil)
      let results = try await session.results(
        of: "com.example.parts", options: .init(timeout: .milliseconds(50)))
      let late = await #expect(throws: WAMPError.self) { for try await _ in results {} }
      #expect(late?.code == .timeout)
      await session.close()
    }
  }

  @Test func `the timeout is told to the router`() async throws {
    try await FakeRouter.run({ message, router in
      guard case .call(let call) = message else { return }
      router.send(
        .result(.init(request: call.request, payload: Payload(arguments: [Value(call.timeout ?? 0)]))))
    }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      let result = try await session.call("com.example.echo", options: .init(timeout: .seconds(30)))
      #expect(try result.arguments().list == [30_000])
      await session.close()
    }
  }
}
