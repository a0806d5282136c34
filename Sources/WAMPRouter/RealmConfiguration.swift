public import WAMPAuthentication

/// A realm that a router has: its name, who may join it, and what they may do there.
public struct RealmConfiguration: Sendable {
  /// A URI, by which clients ask for it.
  public var name: String
  /// How clients prove who they are; by default everybody may join.
  public var authentication: Authentication

  public init(_ name: String, authentication: Authentication = .anonymous) {
    self.name = name
    self.authentication = authentication
  }
}
