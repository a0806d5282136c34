extension Message {
  /// Asks to open a session: the first message of a client.
  public struct Hello: Sendable, Equatable {
    public var realm: String
    public var roles: Roles
    /// The authentication methods the client can do, best first; empty if it did not say.
    public var authmethods: [String]
    public var authid: String?
    public var authrole: String?
    public var authextra: [String: Value]
    /// The details that have no property here.
    public var details: [String: Value]

    public init(
      realm: String,
      roles: Roles,
      authmethods: [String] = [],
      authid: String? = nil,
      authrole: String? = nil,
      authextra: [String: Value] = [:],
      details: [String: Value] = [:]
    ) {
      self.realm = realm
      self.roles = roles
      self.authmethods = authmethods
      self.authid = authid
      self.authrole = authrole
      self.authextra = authextra
      self.details = details
    }
  }

  /// Opens the session.
  public struct Welcome: Sendable, Equatable {
    public var session: SessionID
    public var roles: Roles
    public var realm: String?
    public var authid: String?
    public var authrole: String?
    public var authmethod: String?
    public var authprovider: String?
    public var authextra: [String: Value]
    /// The details that have no property here.
    public var details: [String: Value]

    public init(
      session: SessionID,
      roles: Roles,
      realm: String? = nil,
      authid: String? = nil,
      authrole: String? = nil,
      authmethod: String? = nil,
      authprovider: String? = nil,
      authextra: [String: Value] = [:],
      details: [String: Value] = [:]
    ) {
      self.session = session
      self.roles = roles
      self.realm = realm
      self.authid = authid
      self.authrole = authrole
      self.authmethod = authmethod
      self.authprovider = authprovider
      self.authextra = authextra
      self.details = details
    }
  }

  /// Asks the client to prove who it is.
  public struct Challenge: Sendable, Equatable {
    public var method: String
    public var extra: [String: Value]

    public init(
      method: String,
      extra: [String: Value] = [:]
    ) {
      self.method = method
      self.extra = extra
    }
  }

  /// Answers a challenge.
  public struct Authenticate: Sendable, Equatable {
    public var signature: String
    public var extra: [String: Value]

    public init(
      signature: String,
      extra: [String: Value] = [:]
    ) {
      self.signature = signature
      self.extra = extra
    }
  }
}
