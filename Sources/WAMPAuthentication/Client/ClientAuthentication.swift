package import WAMP

/// How a client proves to a router who it is.
///
///     authentication: .ticket("…")
///     authentication: [.cryptosign(key), .ticket("…")]
///
/// Of several, the router takes the first that it has for the client.
public struct ClientAuthentication: Sendable, ExpressibleByArrayLiteral {
  enum Proof: Sendable {
    case anonymous
    case ticket(Ticket)
    case cra(Secret)
    case scram(Secret, Set<ScramDialect>, KeyDerivation.Argon2id?)
    case cryptosign(CryptosignKey)
    case cookie

    var methods: [AuthenticationMethod] {
      switch self {
      case .anonymous: [.anonymous]
      case .ticket: [.ticket]
      case .cra: [.wampCRA]
      case .scram(_, let dialects, _):
        // Crossbar.io refuses who names `wamp-scram` before a method that it knows.
        [ScramDialect.autobahn, .standard].filter(dialects.contains).map(\.method)
      case .cryptosign: [.cryptosign]
      case .cookie: [.cookie]
      }
    }
  }

  enum Ticket: Sendable {
    case given(Secret)
    case made(@Sendable () async throws -> Secret)
  }

  let proofs: [Proof]

  /// Why this cannot be offered by a client of a name, or of none; `nil` if it can.
  package func fault(for authid: String?) -> WAMPError? {
    if proofs.isEmpty { return WAMPError(.invalidArgument, "no way to authenticate is offered") }
    guard authid?.isEmpty ?? true else { return nil }
    let unnamed = proofs.flatMap(\.methods).first { $0 != .anonymous && $0 != .cryptosign && $0 != .cookie }
    return unnamed.map { WAMPError(.invalidArgument, "authentication by \($0.rawValue) needs an authid") }
  }

  private init(_ proof: Proof) { proofs = [proof] }

  /// Any of several, the preferred one first.
  public init(arrayLiteral elements: ClientAuthentication...) { self.init(elements) }

  /// Any of several, the preferred one first.
  public init(_ several: [ClientAuthentication]) { proofs = several.flatMap(\.proofs) }

  /// Proves nothing.
  public static let anonymous = ClientAuthentication(.anonymous)

  /// Shows a secret text. The router sees it: only for connections that nobody can listen to.
  public static func ticket(_ ticket: Secret) -> ClientAuthentication {
    ClientAuthentication(.ticket(.given(ticket)))
  }

  /// Shows a text that is made when it is asked for, a token that ages say.
  ///
  /// - Parameter ticket: what it throws ends the attempt to connect.
  public static func ticket(_ ticket: @escaping @Sendable () async throws -> Secret) -> ClientAuthentication {
    ClientAuthentication(.ticket(.made(ticket)))
  }

  /// Signs with a secret (WAMP-CRA): that of the router, or the password it was derived from.
  public static func wampCRA(secret: Secret) -> ClientAuthentication { ClientAuthentication(.cra(secret)) }

  /// Shows that it knows a password, and checks that the router does (SCRAM).
  ///
  /// - Parameters:
  ///   - password: ASCII, or text that is normalised as SASLprep says: nothing is done about it here.
  ///   - dialects: how SCRAM may be spoken.
  ///   - argon2id: needed if the router keeps the password by Argon2id.
  public static func scram(
    password: Secret, dialects: Set<ScramDialect> = [.standard, .autobahn],
    argon2id: KeyDerivation.Argon2id? = nil
  ) -> ClientAuthentication {
    ClientAuthentication(.scram(password, dialects, argon2id))
  }

  /// Signs with a private key (Ed25519). The client need not name an authid.
  public static func cryptosign(_ key: CryptosignKey) -> ClientAuthentication {
    ClientAuthentication(.cryptosign(key))
  }

  /// Comes back with the cookie that the router gave it: to be said before what it proves itself with the first time.
  ///
  ///     authentication: [.cookie, .ticket { try await askForPassword() }]
  ///
  /// Only WebSocket has cookies. A router that gave none, or does not know it any more, is not told of this one.
  public static let cookie = ClientAuthentication(.cookie)

  package var offersCookie: Bool { proofs.contains { $0.methods == [.cookie] } }
}
