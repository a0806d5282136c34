import Flatwire
import Programs
import Testing

/// A realm whose rules are changed while its router runs.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct ChangingRulesTests {
  private func withRouter(
    _ permissions: Permissions, _ authentication: Authentication? = nil,
    _ body: (Router, _ connect: @escaping @Sendable (Secret) async throws -> WAMPSession) async throws -> Void
  ) async throws {
    let realm = RealmConfiguration(
      "realm1", authentication: authentication ?? self.authentication("old"), permissions: permissions)
    let router = try await Router.start([.webSocket(port: 0)], realms: [realm])
    let url = "ws://127.0.0.1:\(router.port)/"
    try await body(router) { ticket in
      try await WAMPSession.connect(to: url, realm: "realm1", authid: "joe", authentication: .ticket(ticket))
    }
    await router.stop()
  }

  private func authentication(_ ticket: Secret) -> Authentication {
    Authentication(principals: [Principal("joe", role: "user", .ticket(ticket))])
  }

  @Test("open sessions go by the new permissions, and who joins by the new principals")
  func changed() async throws {
    var permissions = Permissions.closed
    try permissions.grant(.publish, to: "user", on: "a.", .prefix)
    try await withRouter(permissions) { router, connect in
      let session = try await connect("old")
      try await session.publish([1], to: "a.b")
      try await router.change(
        RealmConfiguration("realm1", authentication: authentication("new"), permissions: .closed))
      let refused = await #expect(throws: WAMPError.self) { try await session.publish([1], to: "a.b") }
      #expect(refused?.code == .notAuthorized)
      let unknown = await #expect(throws: WAMPError.self) { try await connect("old") }
      #expect(unknown?.code == .authenticationFailed)
      // Without permissions it keeps those it has.
      try await router.change(RealmConfiguration("realm1", authentication: authentication("new")))
      let other = try await connect("new")
      let still = await #expect(throws: WAMPError.self) { try await other.publish([1], to: "a.b") }
      #expect(still?.code == .notAuthorized)
      let nowhere = await #expect(throws: WAMPError.self) {
        try await router.change(RealmConfiguration("realm2"))
      }
      #expect(nowhere?.code == .noSuchRealm)
      await session.close()
      await other.close()
    }
  }

  @Test("requests that wait for an authorizer that is gone are refused, and the router goes on")
  func authorizerGone() async throws {
    let (asked, ask) = AsyncStream<Void>.makeStream()
    let (decisions, decide) = AsyncStream<Void>.makeStream()
    var permissions = Permissions.closed
    permissions.authorize("user") { _ in
      ask.yield()
      for await _ in decisions { break }
      return .allowed()
    }
    try await withRouter(permissions) { router, connect in
      let session = try await connect("old")
      let first = Task { try await session.publish([1], to: "a.b") }
      for await _ in asked { break }
      let second = Task { try await session.publish([2], to: "a.c") }
      try await Task.sleep(for: .milliseconds(100))
      var granted = Permissions.closed
      try granted.grant(.publish, to: "user", on: "a.d")
      try await router.change(
        RealmConfiguration("realm1", authentication: authentication("old"), permissions: granted))
      decide.yield()
      // What the authorizer allowed has to go by the new permissions, too.
      await #expect(throws: WAMPError.self) { _ = try await first.value }
      await #expect(throws: WAMPError.self) { _ = try await second.value }
      try await session.publish([3], to: "a.d")
      await session.close()
    }
  }

  @Test("who proved itself by principals that were changed meanwhile is refused")
  func changedMeanwhile() async throws {
    let (proofs, prove) = AsyncStream<Void>.makeStream()
    let (decisions, decide) = AsyncStream<Void>.makeStream()
    let checking = Principal(
      "joe", role: "user",
      .ticket(checkedBy: { _ in
        prove.yield()
        for await _ in decisions { break }
        return true
      }))
    try await withRouter(.open, Authentication(principals: [checking])) { router, connect in
      let joining = Task { try await connect("old") }
      for await _ in proofs { break }
      try await router.change(RealmConfiguration("realm1", authentication: Authentication(principals: [])))
      decide.yield()
      let error = await #expect(throws: WAMPError.self) { try await joining.value }
      #expect(error?.code == .authenticationFailed)
    }
  }
}
