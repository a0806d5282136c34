/// A session of a realm, as the broker and the dealer know it.
package struct Member: Sendable, Equatable {
  package var id: SessionID
  package var authid: String?
  package var authrole: String?
  /// What the client announced in its HELLO.
  package var roles: Roles
  /// Where its messages leave.
  package var outlet: Outlet
  /// How far the realm trusts it, as its table says when the session joins; `nil` if nothing is said of its role.
  package internal(set) var trustLevel: UInt64?

  package init(
    id: SessionID, authid: String? = nil, authrole: String? = nil, roles: Roles = Roles(),
    outlet: Outlet = Outlet(loop: 0, format: .cbor)
  ) {
    self.id = id
    self.authid = authid
    self.authrole = authrole
    self.roles = roles
    self.outlet = outlet
  }
}

/// Where messages leave: sessions of one outlet get the same bytes, on the same event loop.
package struct Outlet: Sendable, Hashable {
  /// The number of the event loop.
  package var loop: Int
  package var format: SerializerKind

  package init(loop: Int, format: SerializerKind) {
    self.loop = loop
    self.format = format
  }
}

/// Who a client is, once that is decided, and how.
package struct Identity: Sendable, Equatable {
  package var authid: String
  package var authrole: String
  package var authmethod: String
  package var authprovider: String
  /// What WELCOME says in `authextra`: the router's own proof, if the method has one.
  package var extra: Options

  package init(
    authid: String, authrole: String, authmethod: String, authprovider: String, extra: Options = Options()
  ) {
    self.authid = authid
    self.authrole = authrole
    self.authmethod = authmethod
    self.authprovider = authprovider
    self.extra = extra
  }

  /// The method and the role of clients that prove nothing.
  package static let anonymous = "anonymous"
  /// The method of clients of the router's own process, and their role unless another one is said.
  package static let trusted = "trusted"

  /// A client that proved nothing. Each gets an authid of its own, so that lists of authids never mean others.
  package static func anonymous(using ids: inout some RandomNumberGenerator) -> Identity {
    Identity(
      authid: name(anonymous, using: &ids), authrole: anonymous, authmethod: anonymous,
      authprovider: "static")
  }

  /// A client of the router's own process, which has nothing to prove.
  package static func trusted(as role: String, using ids: inout some RandomNumberGenerator) -> Identity {
    Identity(
      authid: name(trusted, using: &ids), authrole: role, authmethod: trusted, authprovider: "in-process")
  }

  private static func name(_ kind: String, using ids: inout some RandomNumberGenerator) -> String {
    "\(kind)-\(String(UInt64.random(in: .min ... .max, using: &ids), radix: 36))"
  }
}
