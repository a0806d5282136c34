/// A schema with every name looked up, every value judged and every layout computed.
///
/// Definitions refer to each other by their index in `objects` and `enums`. All files that were included
/// are part of the schema; each definition names the file it stands in.
public struct Schema: Sendable, Equatable {
  /// The tables and structs, in the order of their declarations.
  public var objects: [ObjectDefinition] = []
  /// The enums and unions, in the order of their declarations.
  public var enums: [EnumDefinition] = []
  public var services: [ServiceDefinition] = []
  /// The index of the table named by `root_type`.
  public var rootTable: Int?
  /// The four bytes that mark a buffer of the root type.
  public var fileIdentifier: String?
  public var fileExtension: String?
  /// The names declared by `attribute`, in order.
  public var attributes: [String] = []
  /// All files, the main file last.
  public var files: [SchemaFile] = []

  public init() {}

  /// The path of the file the schema was read from.
  public var mainFile: String { files.last?.path ?? "" }
}

/// What every named definition has.
public struct DefinitionHeader: Sendable, Equatable {
  public var name: QualifiedName
  /// Where the name stands.
  public var location: SourceLocation
  public var attributes: AttributeList
  /// The `///` lines before the definition, each with its leading space.
  public var documentation: [String]

  package init(
    name: QualifiedName,
    location: SourceLocation,
    attributes: AttributeList,
    documentation: [String]
  ) {
    self.name = name
    self.location = location
    self.attributes = attributes
    self.documentation = documentation
  }
}
