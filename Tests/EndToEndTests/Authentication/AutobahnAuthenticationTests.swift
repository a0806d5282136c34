import Flatwire
import Programs
import Testing

/// Autobahn|Python proves to our router who it is, where its FlatBuffers lose most of that.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct AutobahnAuthenticationTests {
  /// What Autobahn says first: that it joined, or was refused.
  private func first(
    _ router: Router, _ authentication: [String: String]?, serializer: String = "cbor"
  ) async throws -> AutobahnPeer.Observation {
    let seen = try await AutobahnPeer.run(
      port: router.port, realm: "realm1", serializer: serializer, authentication: authentication, [])
    return try #require(seen.first)
  }

  private func withRouter(_ body: (Router) async throws -> Void) async throws {
    let router = try await Router.start(.webSocket(port: 0), realm: "realm1", authentication: .closedRealm())
    do {
      try await body(router)
    } catch {
      await router.stop()
      throw error
    }
    await router.stop()
  }

  /// Its HELLO over FlatBuffers says nothing of methods.
  @Test("over FlatBuffers Autobahn proves itself by ticket, and is never let in as anybody unasked")
  func flatbuffers() async throws {
    try await withRouter { router in
      let joined = try await first(
        router, ["method": "ticket", "authid": "tina", "ticket": "pencil"], serializer: "flatbuffers")
      #expect(joined["authid"] as? String == "tina")
      for authentication in [
        ["method": "ticket", "authid": "tina", "ticket": "pen"],
        ["method": "wampcra", "authid": "carl", "secret": "pencil"],
        ["method": "cryptosign", "privkey": String(repeating: "a1", count: 32)], ["method": "anonymous"],
      ] {
        let refused = try await first(router, authentication, serializer: "flatbuffers")
        #expect(refused["event"] as? String == "abort", "\(refused)")
      }
      let anybody = try await first(router, ["method": "anonymous"])
      #expect(anybody["authrole"] as? String == "guest")
    }
  }
}
