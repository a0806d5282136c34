/// A way for a client to prove who it is, by the name that HELLO, CHALLENGE and WELCOME give it.
public struct AuthenticationMethod: RawRepresentable, Hashable, Sendable {
  public let rawValue: String
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Proves nothing.
  public static let anonymous = AuthenticationMethod(rawValue: "anonymous")
  /// Shows a secret text, which the router sees: only for connections that nobody can listen to.
  public static let ticket = AuthenticationMethod(rawValue: "ticket")
  /// Signs a challenge with a secret that both sides have (WAMP-CRA).
  public static let wampCRA = AuthenticationMethod(rawValue: "wampcra")
  /// Shows that it knows a password, without either side learning what the other one stores (WAMP-SCRAM).
  public static let scram = AuthenticationMethod(rawValue: "wamp-scram")
  /// SCRAM as Autobahn and Crossbar.io speak it, which is not what the specification says.
  public static let autobahnSCRAM = AuthenticationMethod(rawValue: "scram")
  /// Signs a challenge with a private key (Ed25519).
  public static let cryptosign = AuthenticationMethod(rawValue: "cryptosign")
  /// Has a cookie with which it proved before who it is, by another method.
  public static let cookie = AuthenticationMethod(rawValue: "cookie")
}
