/// A service of a schema that is a WAMP interface.
public struct ServiceInterface: Sendable, Equatable {
  /// The name of the service in the schema.
  public let name: QualifiedName
  /// The index of the service in the schema's services.
  public let service: Int
  /// What can be called and published, in the order of the schema.
  public let methods: [InterfaceMethod]
  /// The `///` lines before the service, each with its leading space.
  public let documentation: [String]

  /// The method of a name.
  public func method(named name: String) -> InterfaceMethod? { methods.first { $0.name == name } }
}

/// A procedure or topic of an interface.
public struct InterfaceMethod: Sendable, Equatable {
  /// What a method of a service is in WAMP; the cases are named as in schemas.
  public enum Kind: String, Sendable {
    /// Called with a request, answered with a response.
    case procedure
    /// Published with the request as the event.
    case topic
  }

  /// The name in the schema.
  public let name: String
  /// Where the schema declares it; the service for what was read from a binary schema.
  public let location: SourceLocation
  /// Whether it is called or published.
  public let kind: Kind
  /// The whole WAMP URI, the service's and the name if the method has none of its own.
  public let uri: String
  /// The index of the request's or the event's table in the schema's objects.
  public let request: Int
  /// The index of the response's table in the schema's objects; for topics without meaning.
  public let response: Int
  /// The `///` lines before the method, each with its leading space.
  public let documentation: [String]
}
