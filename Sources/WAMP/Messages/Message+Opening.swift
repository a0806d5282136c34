extension Message {
  /// Asks to open a session: the first message of a client.
  public struct Hello: Sendable, Equatable {
    public var realm: String
    /// `nil` if the peer said nothing of its roles, which is possible over FlatBuffers only.
    public var roles: Roles?
    /// The authentication methods the client can do, best first; empty if it did not say.
    public var authmethods: [String]
    public var authid: String?
    public var authrole: String?
    public var authextra: Options
    /// Whether the client wants a session that can go on over another connection.
    public var resumable: Bool
    /// The session that is to go on.
    public var resumeSession: SessionID?
    /// What the router gave for it.
    public var resumeToken: String?
    /// The details that have no property here.
    public var details: Options

    public init(
      realm: String,
      roles: Roles?,
      authmethods: [String] = [],
      authid: String? = nil,
      authrole: String? = nil,
      authextra: Options = Options(),
      resumable: Bool = false,
      resumeSession: SessionID? = nil,
      resumeToken: String? = nil,
      details: Options = Options()
    ) {
      self.realm = realm
      self.roles = roles
      self.authmethods = authmethods
      self.authid = authid
      self.authrole = authrole
      self.authextra = authextra
      self.resumable = resumable
      self.resumeSession = resumeSession
      self.resumeToken = resumeToken
      self.details = details
    }
  }

  /// Opens the session.
  public struct Welcome: Sendable, Equatable {
    public var session: SessionID
    /// `nil` if the peer said nothing of its roles, which is possible over FlatBuffers only.
    public var roles: Roles?
    public var realm: String?
    public var authid: String?
    public var authrole: String?
    public var authmethod: String?
    public var authprovider: String?
    public var authextra: Options
    /// Whether the session can go on over another connection.
    public var resumable: Bool
    /// What the client has to say for that. A secret.
    public var resumeToken: String?
    /// Whether it is the session that the client asked to go on.
    public var resumed: Bool
    /// The details that have no property here.
    public var details: Options

    public init(
      session: SessionID,
      roles: Roles?,
      realm: String? = nil,
      authid: String? = nil,
      authrole: String? = nil,
      authmethod: String? = nil,
      authprovider: String? = nil,
      authextra: Options = Options(),
      resumable: Bool = false,
      resumeToken: String? = nil,
      resumed: Bool = false,
      details: Options = Options()
    ) {
      self.session = session
      self.roles = roles
      self.realm = realm
      self.authid = authid
      self.authrole = authrole
      self.authmethod = authmethod
      self.authprovider = authprovider
      self.authextra = authextra
      self.resumable = resumable
      self.resumeToken = resumeToken
      self.resumed = resumed
      self.details = details
    }
  }

  /// Asks the client to prove who it is.
  public struct Challenge: Sendable, Equatable {
    public var method: String
    public var extra: Options

    public init(
      method: String,
      extra: Options = Options()
    ) {
      self.method = method
      self.extra = extra
    }
  }

  /// Answers a challenge.
  public struct Authenticate: Sendable, Equatable {
    public var signature: String
    public var extra: Options

    public init(
      signature: String,
      extra: Options = Options()
    ) {
      self.signature = signature
      self.extra = extra
    }
  }
}

extension Message.Hello: MessageFields {
  static var code: MessageCode { .hello }

  init() { self.init(realm: "", roles: nil) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.text("realm", &realm, orNull: true)
    try coder.options("details", &details) { (coder: inout Coder) throws(FieldFault) in
      try coder.option("authextra", &authextra)
      try coder.option("authid", &authid)
      try coder.methods("authmethods", &authmethods)
      try coder.option("authrole", &authrole)
      try coder.flag("resumable", &resumable)
      try coder.option("resume_session", &resumeSession)
      try coder.option("resume_token", &resumeToken)
      try coder.roles("roles", &roles, of: .client)
    }
  }
}

extension Message.Welcome: MessageFields {
  static var code: MessageCode { .welcome }

  init() { self.init(session: SessionID(0), roles: nil) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.id("session", &session)
    try coder.options("details", &details) { (coder: inout Coder) throws(FieldFault) in
      try coder.option("authextra", &authextra)
      try coder.option("authid", &authid)
      try coder.method("authmethod", &authmethod)
      try coder.option("authprovider", &authprovider)
      try coder.option("authrole", &authrole)
      try coder.option("realm", &realm)
      try coder.flag("resumable", &resumable)
      try coder.option("resume_token", &resumeToken)
      try coder.flag("resumed", &resumed)
      try coder.roles("roles", &roles, of: .router)
    }
  }
}

extension Message.Challenge: MessageFields {
  static var code: MessageCode { .challenge }

  init() { self.init(method: "") }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.method("method", &method)
    try coder.map("extra", &extra)
  }
}

extension Message.Authenticate: MessageFields {
  static var code: MessageCode { .authenticate }

  init() { self.init(signature: "") }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.text("signature", &signature)
    try coder.map("extra", &extra)
  }
}
