package import WAMPAuthentication

extension NodeConfiguration {
  /// How clients prove who they are.
  package struct Authentication: Sendable, Equatable {
    /// The role of clients that prove nothing; `nil` if such may not join.
    package var anonymousRole: String?
    package var principals: [Principal]

    /// What Crossbar.io does where nothing is said.
    static let unsaid = Authentication(anonymousRole: "anonymous", principals: [])
  }

  /// Whom a client can prove to be, in one way.
  package struct Principal: Sendable, Equatable {
    package var authid: String
    package var role: String
    /// The only realm that it may join; `nil` for every one.
    package var realm: String?
    package var proof: Proof
  }

  package enum Proof: Sendable, Equatable {
    case ticket(Secret)
    case wampCRA(SaltedSecret)
    case scram(ScramKeys)
    /// The public keys in hexadecimal digits.
    case cryptosign([String])
  }
}
