/// An `rpc_service`.
public struct ServiceDefinition: Sendable, Equatable {
  public struct Method: Sendable, Equatable {
    public var name: String
    public var location: SourceLocation
    /// The index of the request's table.
    public var request: Int
    /// The index of the response's table.
    public var response: Int
    public var attributes: AttributeList
    public var documentation: [String]
  }

  public var header: DefinitionHeader
  public var methods: [Method]
}
