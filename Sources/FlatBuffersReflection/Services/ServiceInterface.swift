/// A service of a schema that is a WAMP interface.
package struct ServiceInterface: Sendable, Equatable {
  /// The name of the service in the schema.
  package let name: QualifiedName
  /// The index of the service in the schema's services.
  package let service: Int
  /// What can be called and published, in the order of the schema.
  package let methods: [InterfaceMethod]
  /// The `///` lines before the service, each with its leading space.
  package let documentation: [String]

  /// The method of a name.
  package func method(named name: String) -> InterfaceMethod? { methods.first { $0.name == name } }
}

/// A procedure or topic of an interface.
package struct InterfaceMethod: Sendable, Equatable {
  /// What a method of a service is in WAMP; the cases are named as in schemas.
  package enum Kind: String, Sendable {
    /// Called with a request, answered with a response.
    case procedure
    /// Published with the request as the event.
    case topic
  }

  /// The name in the schema.
  package let name: String
  /// Where the schema declares it; the service for what was read from a binary schema.
  package let location: SourceLocation
  /// Whether it is called or published.
  package let kind: Kind
  /// The whole WAMP URI, the service's and the name if the method has none of its own.
  package let uri: String
  /// The index of the request's or the event's table in the schema's objects.
  package let request: Int
  /// The index of the response's table in the schema's objects; for topics without meaning.
  package let response: Int
  /// The index of the table of the parts that may come before the response; `nil` if the answer comes as a whole.
  package let part: Int?
  /// What it says it can fail with: its own errors, then those of the service.
  package let errors: [ErrorTable]
  /// The `///` lines before the method, each with its leading space.
  package let documentation: [String]
}
