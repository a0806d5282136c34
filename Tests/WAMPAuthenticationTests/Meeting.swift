import WAMP

@testable import WAMPAuthentication

/// Numbers that are the same in each run.
struct Counting: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    return (state ^ (state >> 29)) &* 0xBF58_476D_1CE4_E5B9
  }
}

/// A client and a router that authenticate each other, without a connection between them.
enum Meeting {
  /// How it ended, and what was asked on the way.
  struct Outcome {
    var identity: Identity?
    var error: WAMPError?
    var challenge: Message.Challenge?
  }

  static func terms(mayLoseMethods: Bool = false, seed: UInt64 = 2) -> RouterExchange.Terms {
    var generator = Counting(state: seed)
    return RouterExchange.Terms(
      session: SessionID(7), timestamp: "2026-11-29T12:00:00Z", peer: "test", mayLoseMethods: mayLoseMethods,
      using: &generator)
  }

  /// A client of ours meets a realm.
  static func of(
    _ client: ClientAuthentication, as authid: String?, with router: Authentication
  ) async throws -> Outcome {
    var generator = Counting(state: 1)
    var exchange = ClientExchange(client, authid: authid, using: &generator)
    var hello = Message.Hello(realm: "realm1", roles: .client)
    exchange.announce(in: &hello)
    return try await of(hello, with: router) { challenge in
      let answer = try await exchange.answer(to: challenge)
      exchange.sent(answer)
      return answer.message
    } welcomed: {
      exchange.refusal(of: $0)
    }
  }

  /// A client of any kind meets a realm.
  static func of(
    _ hello: Message.Hello, with router: Authentication, terms: RouterExchange.Terms = terms(),
    answer: (Message.Challenge) async throws -> Message.Authenticate,
    welcomed: (Message.Welcome) -> WAMPError? = { _ in nil }
  ) async throws -> Outcome {
    var exchange = RouterExchange(router, hello, terms)
    var outcome = Outcome()
    var action = exchange.begin()
    while true {
      switch action {
      case .find(let request, let directory): action = exchange.found(try? await directory(request))
      case .check(let check): action = exchange.checked((try? await check()) ?? false)
      case .challenge(let challenge):
        outcome.challenge = challenge
        action = exchange.receive(try await answer(challenge))
      case .refuse(let error):
        outcome.error = error
        return outcome
      case .admit(let identity):
        outcome.identity = identity
        outcome.error = welcomed(
          Message.Welcome(
            session: SessionID(7), roles: .router, authmethod: identity.authmethod, authextra: identity.extra)
        )
        return outcome
      }
    }
  }
}
