package import WAMP

/// The client's side of its authentication: what it offers, answers, and expects of the router.
///
/// A value without input or output; what it waits for are the closures of the user.
package struct ClientExchange: Sendable {
  private let authentication: ClientAuthentication
  private let authid: String?
  /// In base64.
  private let nonce: String
  /// What the router has to say in WELCOME; `nil` if nothing was answered yet, or the method has nothing.
  private var expected: (detail: String, signature: [UInt8])?
  private var hasAnswered = false
  /// Whether the router got a cookie, by which it may know the client.
  private var hasSentCookie = false

  package init(
    _ authentication: ClientAuthentication, authid: String?,
    using generator: inout some RandomNumberGenerator
  ) {
    self.authentication = authentication
    self.authid = authid
    nonce = Base64.text(Octets.random(16, using: &generator))
  }

  /// Adds to HELLO what is offered.
  ///
  /// - Parameter hasCookie: whether the router was sent a cookie that it gave.
  package mutating func announce(in hello: inout Message.Hello, hasCookie: Bool = false) {
    hasSentCookie = hasCookie
    hello.authid = authid
    let methods = authentication.proofs.flatMap(\.methods).filter { $0 != .cookie || hasCookie }
    hello.authmethods = methods.map(\.rawValue)
    for proof in authentication.proofs {
      switch proof {
      case .scram: hello.authextra["nonce"] = .string(nonce)
      case .cryptosign(let key): hello.authextra["pubkey"] = .string(key.publicKey)
      case .anonymous, .ticket, .cra, .cookie: break
      }
    }
  }

  /// The answer to a challenge, and what is expected then.
  package struct Answer: Sendable {
    package let message: Message.Authenticate
    fileprivate var expected: (detail: String, signature: [UInt8])?

    fileprivate init(message: Message.Authenticate, expected: (detail: String, signature: [UInt8])? = nil) {
      self.message = message
      self.expected = expected
    }

    fileprivate init(showing ticket: Secret) {
      self.init(message: Message.Authenticate(signature: ticket.text))
    }
  }

  /// What it takes to answer a challenge.
  package enum Step: Sendable {
    case answer(Answer)
    /// A closure of the user's has to be asked.
    case ask(@Sendable () async throws -> Answer)
  }

  /// Answers a challenge.
  ///
  /// - Throws: as ``step(for:)``; what a closure of the user's throws.
  package func answer(to challenge: Message.Challenge) async throws -> Answer {
    switch try step(for: challenge) {
    case .answer(let answer): answer
    case .ask(let body): try await body()
    }
  }

  /// The answer to a challenge, or how it is made.
  ///
  /// - Throws: ``WAMPError`` if the challenge is of a method that was not offered, or makes no sense.
  package func step(for challenge: Message.Challenge) throws(WAMPError) -> Step {
    let method = AuthenticationMethod(rawValue: challenge.method)
    guard !hasAnswered, let proof = authentication.proofs.first(where: { $0.methods.contains(method) }) else {
      throw WAMPError(
        .authenticationFailed,
        "the router wants authentication by \(challenge.method.shortened), which was not offered")
    }
    switch proof {
    case .anonymous, .cookie:
      throw WAMPError(.protocolViolation, "a challenge for a client that is to prove nothing")
    case .ticket(.given(let ticket)): return .answer(Answer(showing: ticket))
    case .ticket(.made(let ticket)): return .ask { Answer(showing: try await ticket()) }
    case .cra(let secret): return .answer(try Self.answer(to: challenge.extra, by: secret))
    case .cryptosign(let key):
      if let binding = challenge.extra["channel_binding"], !binding.isNull {
        throw WAMPError(.featureNotSupported, "there is no channel binding here")
      }
      let text = try Self.text("challenge", challenge.extra)
      return .answer(Answer(message: Message.Authenticate(signature: try key.signature(of: text))))
    case .scram(let password, _, let argon2id):
      guard let dialect = ScramDialect(method) else { preconditionFailure("\(method) is not of SCRAM") }
      return try step(for: challenge.extra, by: password, dialect, argon2id)
    }
  }

  /// An answer is on its way to the router.
  package mutating func sent(_ answer: Answer) {
    hasAnswered = true
    expected = answer.expected
  }

  /// Why this client does not take a WELCOME: the router did not prove that it knows the client, or asked for no proof
  /// where one was offered and nothing else. `nil` if it takes it.
  package func refusal(of welcome: Message.Welcome) -> WAMPError? {
    guard hasAnswered else {
      if welcome.authmethod == AuthenticationMethod.cookie.rawValue, hasSentCookie {
        return nil
      }
      if authentication.proofs.contains(where: { $0.methods == [.anonymous] }) { return nil }
      return WAMPError(
        .authenticationFailed, "the router let this client in as anybody, without the proof that it offered")
    }
    guard let expected else { return nil }
    guard let told = welcome.authextra[expected.detail]?.stringValue,
      let signature = Base64.bytes(told.hasPrefix("v=") ? String(told.dropFirst(2)) : told),
      Octets.areEqual(signature, expected.signature)
    else {
      return WAMPError(.authenticationFailed, "the router did not prove that it knows this client")
    }
    return nil
  }

  private static func answer(to extra: Options, by secret: Secret) throws(WAMPError) -> Answer {
    let challenge = try text("challenge", extra)
    var key = secret
    if let salt = extra["salt"]?.stringValue {
      let salting = SaltedSecret.Salting(
        salt: salt, iterations: try number("iterations", extra, usually: 1000),
        keyLength: try number("keylen", extra, usually: 32))
      try salting.check(.authenticationFailed, of: "the challenge")
      key = salting.key(of: secret)
    }
    return Answer(
      message: Message.Authenticate(signature: SaltedSecret.signature(of: challenge, key)))
  }

  private func step(
    for extra: Options, by password: Secret, _ dialect: ScramDialect, _ argon2id: KeyDerivation.Argon2id?
  ) throws(WAMPError) -> Step {
    let derivation = try Self.derivation(extra, dialect)
    let combined = try Self.text("nonce", extra)
    guard dialect.accepts(combined, after: nonce) else {
      throw WAMPError(.authenticationFailed, "the router's nonce does not begin with this client's")
    }
    let salt = try Self.text("salt", extra)
    guard let saltBytes = Base64.bytes(salt), !saltBytes.isEmpty else {
      throw WAMPError(.authenticationFailed, "the challenge's salt is not in base64")
    }
    let exchange = ScramExchange(
      dialect: dialect, authid: authid ?? "", clientNonce: nonce, nonce: combined, salt: salt,
      iterations: derivation.iterations)
    let answer = { @Sendable (key: [UInt8]) in
      let salted = dialect.saltedPassword(key, derivation)
      let proof = exchange.proof(clientKey: ScramKeys.clientKey(salted))
      return Answer(
        message: Message.Authenticate(signature: Base64.text(proof), extra: ["nonce": .string(combined)]),
        expected: (dialect.verifier, exchange.serverSignature(ScramKeys.serverKey(salted))))
    }
    switch derivation {
    case .pbkdf2(let iterations):
      return .answer(answer(KeyedHash.pbkdf2(password.bytes, salt: saltBytes, iterations: iterations)))
    case .argon2id(let iterations, let memory):
      return .ask {
        answer(try await KeyDerivation.key(password, saltBytes, iterations, memory, by: argon2id))
      }
    }
  }

  private static func derivation(_ extra: Options, _ dialect: ScramDialect) throws(WAMPError) -> KeyDerivation
  {
    let iterations = try number("iterations", extra)
    let derivation: KeyDerivation
    switch try text("kdf", extra) {
    case "pbkdf2": derivation = .pbkdf2(iterations: iterations)
    case "argon2id13", "argon2id-13":
      derivation = .argon2id(iterations: iterations, memory: try number("memory", extra))
    case let other:
      throw WAMPError(.featureNotSupported, "the key derivation \(other.quoted) is not known here")
    }
    try derivation.check(.authenticationFailed, of: "the challenge")
    return derivation
  }

  private static func text(_ name: String, _ extra: Options) throws(WAMPError) -> String {
    guard let text = extra[name]?.stringValue else {
      throw WAMPError(.authenticationFailed, "the challenge has no \(name)")
    }
    return text
  }

  private static func number(
    _ name: String, _ extra: Options, usually: Int? = nil
  ) throws(WAMPError) -> Int {
    if let number = extra[name]?.intValue { return Int(number) }
    guard let usually else { throw WAMPError(.authenticationFailed, "the challenge has no \(name)") }
    return usually
  }
}
