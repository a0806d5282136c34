/// An `rpc_service`.
public struct ServiceDefinition: Sendable, Equatable {
  /// A method of a service.
  public struct Method: Sendable, Equatable {
    public var name: String
    public var location: SourceLocation
    /// The index of the request's table.
    public var request: Int
    /// The index of the response's table.
    public var response: Int
    public var attributes: AttributeList
    public var documentation: [String]

    package init(
      name: String,
      location: SourceLocation,
      request: Int,
      response: Int,
      attributes: AttributeList,
      documentation: [String]
    ) {
      self.name = name
      self.location = location
      self.request = request
      self.response = response
      self.attributes = attributes
      self.documentation = documentation
    }
  }

  public var header: DefinitionHeader
  public var methods: [Method]

  package init(header: DefinitionHeader, methods: [Method]) {
    self.header = header
    self.methods = methods
  }
}
