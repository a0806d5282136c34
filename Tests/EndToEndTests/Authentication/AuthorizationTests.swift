import Flatwire
import NIOPosix
import Programs
import Testing

/// What clients may do, at a router over sockets.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct AuthorizationTests {
  private func withRouter(
    host: String = "127.0.0.1", _ realm: RealmConfiguration,
    _ body: (_ router: Router, _ session: WAMPSession) async throws -> Void
  ) async throws {
    let router = try await Router.start([.webSocket(host: host, port: 0)], realms: [realm])
    do {
      try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: realm.name)
        .closing { try await body(router, $0) }
    } catch {
      await router.stop()
      throw error
    }
    await router.stop()
  }

  private func code(_ body: () async throws -> Void) async -> WAMPError.Code? {
    do {
      try await body()
      return nil
    } catch {
      return (error as? WAMPError)?.code
    }
  }

  @Test("on this machine everybody may do everything")
  func loopback() async throws {
    try await withRouter(RealmConfiguration("realm1")) { _, session in
      _ = try await session.register("com.example.add") { _ in Payload.none }
      _ = try await session.call("com.example.add")
      try await session.publish([1], to: "com.example.t", options: .init(acknowledge: true))
    }
  }

  @Test("a router that others can reach lets nobody register or publish who was not allowed to")
  func outside() async throws {
    try await withRouter(host: "0.0.0.0", RealmConfiguration("realm1")) { router, session in
      #expect(
        await code { _ = try await session.register("com.example.add") { _ in Payload.none } }
          == .notAuthorized)
      #expect(
        await code { try await session.publish([1], to: "com.example.t", options: .init(acknowledge: true)) }
          == .notAuthorized)
      #expect(await code { _ = try await session.call("wamp.session.list") } == .notAuthorized)
      #expect(await code { _ = try await session.call("com.example.x") } == .noSuchProcedure)
      _ = try await session.subscribe(to: "com.example.t")
    }
    var permissions = Permissions(everyone: [.call, .subscribe])
    try permissions.grant([.register, .publish], to: "anonymous", on: "com.example.", .prefix)
    try await withRouter(host: "0.0.0.0", RealmConfiguration("realm1", permissions: permissions)) {
      _, session in
      _ = try await session.register("com.example.add") { _ in Payload.none }
      try await session.publish([1], to: "com.example.t", options: .init(acknowledge: true))
      #expect(
        await code { _ = try await session.register("com.other.add") { _ in Payload.none } } == .notAuthorized
      )
    }
  }

  @Test("an authorizer decides about calls, those that are answered on the caller's own loop, too")
  func authorizer() async throws {
    struct Unsure: Error {}
    var permissions = Permissions()
    permissions.authorize("anonymous") { request in
      #expect(request.authrole == "anonymous" && request.action == .call)
      switch request.uri {
      case "com.example.inline": return .allowed()
      case "com.example.unsure": throw Unsure()
      default: return .denied()
      }
    }
    try await withRouter(RealmConfiguration("realm1", permissions: permissions)) { router, session in
      for name in ["inline", "unsure", "denied"] {
        try await router.registerInline("com.example.\(name)") { _ in
          InlineResponder { _, call in call.send(SharedBytes([1, 2, 3])) }
        }
      }
      let record = Payload.record(SharedBytes([0]), form: .passthru)
      for _ in 0..<3 {
        let result = try await session.call("com.example.inline", record)
        #expect(result.payload.record?.bytes == SharedBytes([1, 2, 3]))
        #expect(
          await code { _ = try await session.call("com.example.unsure", record) } == .authorizationFailed)
        #expect(await code { _ = try await session.call("com.example.denied", record) } == .notAuthorized)
      }
    }
  }

  @Test("a session that leaves while its authorizer thinks leaves nothing behind")
  func leaving() async throws {
    let (started, start) = AsyncStream<Void>.makeStream()
    let (cancelled, cancel) = AsyncStream<Void>.makeStream()
    var permissions = Permissions()
    permissions.authorize("anonymous") { _ in
      start.yield()
      do {
        try await Task.sleep(for: .seconds(600))
      } catch {
        cancel.yield()
        throw error
      }
      return .allowed()
    }
    try await withRouter(RealmConfiguration("realm1", permissions: permissions)) { _, session in
      let call = Task { try await session.call("com.example.x") }
      for await _ in started { break }
      await session.close()
      for await _ in cancelled { break }
      _ = await call.result
    }
  }
}
