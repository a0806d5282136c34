/// What a realm tells of a session besides what it needs to route.
package struct SessionDetails: Sendable, Equatable {
  /// How the client proved who it is, and who decided that; `nil` for a session of the router's own process.
  package var authmethod: String?
  package var authprovider: String?
  /// How the client is connected; `nil` likewise.
  package var transport: SessionTransport?

  package init(
    authmethod: String? = nil, authprovider: String? = nil, transport: SessionTransport? = nil
  ) {
    self.authmethod = authmethod
    self.authprovider = authprovider
    self.transport = transport
  }
}

extension SessionDetails {
  /// A session as the session meta API tells of it.
  func value(of member: Member) -> Value {
    var map: [String: Value] = [
      "session": Value(member.id.rawValue),
      "authid": Value(member.authid), "authrole": Value(member.authrole),
      "authmethod": Value(authmethod), "authprovider": Value(authprovider),
    ]
    if let transport {
      map["transport"] = [
        "type": .string(transport.type), "protocol": .string(member.outlet.format.subprotocol),
        "peer": .string(transport.peer),
      ]
    }
    return .map(map)
  }
}

extension Value {
  /// Null for no text.
  init(_ text: String?) { self = text.map(Value.string) ?? .null }
}

/// How a client is connected.
package struct SessionTransport: Sendable, Equatable {
  /// Such as `websocket`.
  package var type: String
  /// Where it comes from.
  package var peer: String

  package init(type: String, peer: String) {
    self.type = type
    self.peer = peer
  }
}
