import Flatwire
import Programs
import Testing

/// Clients that we did not write prove to our router who they are.
@Suite(.conformanceRouter, .oneAtATime, .serialized, .timeLimit(.minutes(30)))
struct ForeignAuthenticationTests {
  private static let key = String(repeating: "a1", count: 32)

  /// What each principal of ``ConformanceRouter/closedRealm`` shows, in the words of Autobahn's authenticators.
  private func proofs(of client: ForeignClient, isRight: Bool) -> [[String: String]] {
    let password = isRight ? "pencil" : "pen"
    let key = isRight ? Self.key : String(repeating: "b2", count: 32)
    return [
      ["method": "ticket", "authid": "tina", "ticket": password],
      ["method": "wampcra", "authid": "carl", "secret": password],
      ["method": "wampcra", "authid": "sal", "secret": password],
      ["method": "cryptosign", "authid": "kay", "privkey": key],
    ] + (client == .autobahn ? [["method": "scram", "authid": "scott", "password": password]] : [])
  }

  /// FlatBuffers, over which Autobahn loses most of it, have a test of their own.
  @Test("it is who it proves to be, and nobody with a wrong proof", arguments: ForeignClient.allCases)
  func methods(client: ForeignClient) async throws {
    let places = try #require(ConformanceRouter.places)
    let ways = client.ways.filter {
      !$0.speaksFlatBuffers && [.webSocket, .rawSocket].contains($0.transport)
    }
    for isRight in [true, false] {
      let visits = ways.flatMap { way in
        proofs(of: client, isRight: isRight).map {
          ForeignClient.Visit(
            way: way, realm: ConformanceRouter.closedRealm, authentication: $0, actions: [])
        }
      }
      let seen = try await client.run(at: places, visits)
      for (visit, observed) in zip(visits, seen) {
        let first = try #require(observed.first)
        let proof = try #require(visit.authentication)
        #expect(first["event"] as? String == (isRight ? "joined" : "abort"), "\(visit): \(first)")
        if isRight {
          #expect(first["authid"] as? String == proof["authid"] && first["authrole"] as? String == "user")
        } else {
          #expect("\(first)".contains("wamp.error.authentication_failed"), "\(visit): \(first)")
        }
      }
    }
  }
}
