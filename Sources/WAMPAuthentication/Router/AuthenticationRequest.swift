public import WAMP

/// What a client tells before it has proved anything.
public struct AuthenticationRequest: Sendable {
  /// The realm it wants to join.
  public var realm: String
  /// How it will prove who it is.
  public var method: AuthenticationMethod
  /// Whom it says to be; empty if it names nobody, which only cryptosign allows.
  public var authid: String
  /// Its public key in 64 hexadecimal digits, if the method is cryptosign.
  public var publicKey: String?
  /// Whatever else the method or the application has of the client, by the protocol's names.
  public var authextra: Options
  /// Where it comes from, for people; `nil` if that is not known.
  public var peer: String?
}
