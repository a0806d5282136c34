internal import WAMP

/// What a client was challenged with, and what its answer has to be.
struct Trial: Sendable {
  let method: AuthenticationMethod
  /// `nil` if the realm knows nobody of the name: no answer is right then.
  let principal: Principal?
  let test: Test

  enum Test: Sendable {
    case ticket(Credential.TicketCheck)
    case cra(challenge: String, SaltedSecret)
    case scram(ScramExchange, ScramKeys)
    case cryptosign(challenge: [UInt8], publicKey: String)
  }

  var challenge: Message.Challenge {
    Message.Challenge(method: method.rawValue, extra: Options(extra))
  }

  private var extra: [String: Value] {
    switch test {
    case .ticket: return [:]
    case .cra(let challenge, let secret):
      var extra: [String: Value] = ["challenge": .string(challenge)]
      guard let salting = secret.salting else { return extra }
      extra["salt"] = .string(salting.salt)
      extra["iterations"] = .int(Int64(salting.iterations))
      extra["keylen"] = .int(Int64(salting.keyLength))
      return extra
    case .scram(let exchange, let keys):
      var extra: [String: Value] = [
        "nonce": .string(exchange.nonce), "salt": .string(exchange.salt),
        "kdf": .string(exchange.dialect.name(of: keys.derivation)),
        "iterations": .int(Int64(exchange.iterations)),
      ]
      if case .argon2id(_, let memory) = keys.derivation { extra["memory"] = .int(Int64(memory)) }
      return extra
    case .cryptosign(let challenge, _):
      return ["challenge": .string(Hexadecimal.text(challenge)), "channel_binding": .null]
    }
  }

  /// What a closure of the user's has to say about an answer; `nil` if there is none to be asked.
  func check(of answer: Message.Authenticate) -> (@Sendable () async throws -> Bool)? {
    guard principal != nil, case .ticket(.closure(let check)) = test else { return nil }
    return { try await check(Secret(answer.signature)) }
  }

  /// Whether an answer is right. All of it is computed for nobody's, too: how long it takes must tell nothing.
  func accepts(_ answer: Message.Authenticate) -> Bool {
    let isRight: Bool
    switch test {
    case .ticket(.equals(let ticket)):
      let given = KeyedHash.sha256(Array(answer.signature.utf8))
      isRight = Octets.areEqual(given, KeyedHash.sha256(ticket.bytes))
    case .ticket(.closure): isRight = false
    case .cra(let challenge, let secret):
      let expected = SaltedSecret.signature(of: challenge, secret.key)
      isRight = Octets.areEqual(Array(answer.signature.utf8), Array(expected.utf8))
    case .scram(let exchange, let keys):
      let nonce = answer.extra["nonce"]?.stringValue ?? exchange.nonce
      isRight =
        exchange.accepts(Base64.bytes(answer.signature) ?? [], of: keys) && nonce == exchange.nonce
    case .cryptosign(let challenge, let publicKey):
      isRight = CryptosignKey.accepts(answer.signature, of: challenge, by: publicKey)
    }
    return isRight && principal != nil
  }

  /// What WELCOME tells the client so that it knows the router, too.
  var proof: Options {
    guard case .scram(let exchange, let keys) = test else { return Options() }
    return [exchange.dialect.verifier: .string(Base64.text(exchange.serverSignature(keys.serverKey)))]
  }
}
