public import FlatBuffersRuntime
public import WAMP
public import WAMPAuthentication
internal import WAMPTransport

/// A realm that a router has: its name, who may join it, and what they may do there.
public struct RealmConfiguration: Sendable {
  /// A URI, by which clients ask for it.
  public var name: String
  /// How clients prove who they are; by default everybody may join.
  public var authentication: Authentication
  /// What clients may do. `nil`: everything, if the router listens on this machine only; else nobody may register or
  /// publish, or use the router's own procedures and topics, but for the role `trusted`. What the router's own process
  /// registers and publishes without a session is not asked about.
  public var permissions: Permissions?
  /// How far roles are trusted, 0 the least, which callees and subscribers are told that announced to read it; a role that is not
  /// named has no level.
  public var trustLevels: [String: UInt64] = [:]
  /// The schemas that say what the payloads of procedures and topics have to be: `[User.embeddedSchema]`. The URIs of their
  /// services are looked at, all others are not.
  public var inventory: [EmbeddedSchema?] = []
  /// What becomes of payloads that are not what the inventory says. What the router's own process answers and publishes is
  /// not looked at.
  public var validation = PayloadValidation.refuse

  public init(
    _ name: String, authentication: Authentication = .anonymous, permissions: Permissions? = nil
  ) {
    self.name = name
    self.authentication = authentication
    self.permissions = permissions
  }
}

extension Permissions {
  /// Those of realms that were given none.
  ///
  /// - Parameter isReachedFromOutside: whether other machines can connect to the router.
  static func usual(isReachedFromOutside: Bool) -> Permissions {
    guard isReachedFromOutside else { return .open }
    var permissions = Permissions(everyone: [.call, .subscribe])
    permissions.trust(Identity.trusted)
    return permissions
  }
}

extension Endpoint {
  /// Whether only this machine can connect. A name that is not known to mean this machine counts as another address; and
  /// behind a proxy there are others.
  package var isOfThisMachine: Bool {
    if webSocket?.trustedProxies != nil { return false }
    guard let host = address.host else { return true }
    if host == "localhost" || host == "::1" { return true }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return numbers.count == 4 && numbers[0] == 127 && !numbers.contains(nil)
  }

  /// The endpoint without the pages of others, if it serves this machine only and does not say which pages it takes: any
  /// page in a browser of this machine could reach it.
  var withoutForeignPages: Endpoint {
    guard isOfThisMachine, webSocket != nil, webSocket?.allowedOrigins == nil else { return self }
    var endpoint = self
    endpoint.webSocket?.allowedOrigins = Set(LocalHosts.origins)
    return endpoint
  }
}
