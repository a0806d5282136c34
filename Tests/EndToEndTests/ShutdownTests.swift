import Flatwire
import NIOPosix
import Programs
import ServiceLifecycle
import Testing

/// A router that is stopped lets go of its clients in order.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct ShutdownTests {
  private static func start() async throws -> Router {
    var limits = Router.Limits()
    limits.drainTime = .seconds(30)
    return try await Router.start([.universal(port: 0)], realms: ["realm1"], limits: limits)
  }

  private static func connect(to router: Router, _ scheme: String) async throws -> WAMPSession {
    try await WAMPSession.connect(to: "\(scheme)://127.0.0.1:\(router.port)/", realm: "realm1")
  }

  /// A procedure that says when it is called and answers when it is told to.
  private static func registerSlow(
    with callee: WAMPSession
  ) async throws -> (called: AsyncStream<Void>, answer: AsyncStream<Void>.Continuation) {
    let (called, call) = AsyncStream<Void>.makeStream()
    let (answers, answer) = AsyncStream<Void>.makeStream()
    try await callee.register("com.example.slow") { _ in
      call.yield()
      for await _ in answers { break }
      return Payload(arguments: ["done"])
    }
    return (called, answer)
  }

  private static func isClosedByRouter(_ session: WAMPSession) async -> Bool {
    let reason = try? await session.closed
    return reason?.code == .systemShutdown
  }

  @Test(
    "draining, calls under way get their results and new sessions are refused; then sessions are closed",
    arguments: ["ws", "rs"])
  func draining(scheme: String) async throws {
    let router = try await Self.start()
    let (called, answer) = try await Self.registerSlow(with: Self.connect(to: router, "ws"))
    let session = try await Self.connect(to: router, scheme)
    async let result = session.call("com.example.slow", [])
    for await _ in called { break }
    let stopping = Task { await router.stop(drainingFor: .seconds(30)) }
    // Nobody listens from the moment that the first part is done.
    while let extra = try? await Self.connect(to: router, scheme) { await extra.close() }
    answer.yield()
    let list = try await result.payload.arguments().list
    #expect(list == ["done"])
    #expect(await Self.isClosedByRouter(session))
    await stopping.value
  }

  @Test("calls that take longer than the time to drain end with an error")
  func drainedInVain() async throws {
    let router = try await Self.start()
    let (called, _) = try await Self.registerSlow(with: Self.connect(to: router, "ws"))
    let session = try await Self.connect(to: router, "rs")
    let call = Task { try await session.call("com.example.slow", []) }
    for await _ in called { break }
    await router.stop(drainingFor: .milliseconds(100))
    await #expect(throws: WAMPError.self) { try await call.value }
    #expect(await Self.isClosedByRouter(session))
  }

  @Test("as a service, a router stops when its group does", arguments: [true, false])
  func service(isGraceful: Bool) async throws {
    let router = try await Self.start()
    let session = try await Self.connect(to: router, "ws")
    let group = ServiceGroup(services: [router], logger: Logger(label: "test"))
    let running = Task { try await group.run() }
    if isGraceful { await group.triggerGracefulShutdown() } else { running.cancel() }
    #expect(await Self.isClosedByRouter(session))
    _ = await running.result
    await #expect(throws: TransportError.self) { _ = try await Self.connect(to: router, "ws") }
  }
}
