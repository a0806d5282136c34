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
    case ticket(String)
    /// The secret as it is, or a key derived from it.
    case wampCRA(String, Derivation?)
    case scram(ScramCredential)
    /// The public keys in hexadecimal digits.
    case cryptosign([String])
  }

  /// How the key of a password was derived by PBKDF2.
  package struct Derivation: Sendable, Equatable {
    package var salt: String
    package var iterations: Int
    /// In bytes.
    package var keyLength: Int
  }

  /// What is kept of a password for SCRAM.
  package struct ScramCredential: Sendable, Equatable {
    package enum Function: String, Sendable, CaseIterable {
      case argon2id = "argon2id-13"
      case pbkdf2
    }

    package var function: Function
    package var iterations: Int
    /// In KiB; says nothing with PBKDF2.
    package var memory: Int
    /// As the configuration spells them.
    package var salt: String
    package var storedKey: String
    package var serverKey: String
  }
}
