import Flatwire
import Programs
import Testing

/// Several realms of one router, and who their clients are.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct RealmsTests {
  @Test func `realms know nothing of each other`() async throws {
    try await withRouter { router in
      try await router.register(.usersGet, in: "realm2") { request in
        try RecordBuffer<User>(.init(id: request.record.id, name: "Two"))
      }
      let one = try await join(router, .flatbuffers)
      let two = try await WAMPSession.connect(to: "ws://127.0.0.1:\(router.port)/", realm: "realm2")
      let user = try await two.call(.usersGet, .init(id: 1))
      #expect(user.record.name.description == "Two")
      let error = await #expect(throws: WAMPError.self) {
        _ = try await one.call(.usersGet, .init(id: 1))
      }
      #expect(error?.code == .noSuchProcedure)
      let events = try await two.subscribe(to: .usersChanged)
      try await router.publish(.init(id: 1, name: "not here"), to: .usersChanged)
      try await router.publish(.init(id: 2, name: "here"), to: .usersChanged, in: "realm2")
      for try await event in events {
        #expect(event.record.name.description == "here")
        break
      }
      let unknown = await #expect(throws: WAMPError.self) {
        try await router.registerInline("a.b", in: "realm3") { _ in InlineResponder { _, _ in } }
      }
      #expect(unknown?.code == .noSuchRealm)
      await one.close()
      await two.close()
    }
  }

  @Test(arguments: [["realm1", "realm1"], [], ["a..b"], ["realm\u{0}"]])
  func `a router does not start with realms that cannot be`(realms: [String]) async throws {
    await #expect(throws: WAMPError.self) {
      _ = try await Router.start([.webSocket(port: 0)], realms: realms)
    }
  }

  @Test func `every anonymous client has an authid of its own`() async throws {
    try await withRouter { router in
      var names: Set<String> = []
      for _ in 0..<5 {
        let events = try await ScriptedPeer.connect(to: router, saying: [ScriptedPeer.hello])
        guard case .message(.welcome(let welcome))? = await events.first(where: { _ in true }) else {
          continue
        }
        names.insert(welcome.authid ?? "")
      }
      #expect(names.count == 5)
    }
  }
}
