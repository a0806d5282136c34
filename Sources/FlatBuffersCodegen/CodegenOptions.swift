public import FlatBuffersSchema

/// What the generated Swift code should be like.
public struct CodegenOptions: Sendable {
  public enum Access: String, Sendable, CaseIterable {
    case `public`, `internal`
  }

  /// The schemas in a folder whose generated code is another module's.
  public struct Module: Sendable {
    public var name: String
    /// The folder of the module's schemas, as a prefix of the paths of its files.
    public var folder: String

    public init(name: String, folder: String) {
      self.name = name
      self.folder = folder
    }
  }

  /// The access level of the generated declarations.
  public var access: Access
  /// Whether to generate tables and indexes for RecordStore.
  public var tables: Bool
  /// Whether to generate procedures and topics for WAMP.
  public var wamp: Bool
  /// Whether to put the schema itself into the code, in binary form.
  public var embedsSchema: Bool
  /// Where the types of included schemas come from; included files in none of them are of the same module.
  public var modules: [Module]
  /// The other schemas of the module, and those of `modules`: types are named so that none of them meet.
  public var neighbors: [SchemaSyntax]

  public init(
    access: Access = .public, tables: Bool = false, wamp: Bool = false, embedsSchema: Bool = false,
    modules: [Module] = [], neighbors: [SchemaSyntax] = []
  ) {
    self.access = access
    self.tables = tables
    self.wamp = wamp
    self.embedsSchema = embedsSchema
    self.modules = modules
    self.neighbors = neighbors
  }

  /// The module with the code of a file; `nil` when it is the one being generated for.
  func module(of file: String) -> String? {
    if BuiltInSchemas.text(of: file) != nil { return "WAMP" }
    return
      modules
      .filter { file.hasPrefix($0.folder.hasSuffix("/") ? $0.folder : $0.folder + "/") }
      .max { $0.folder.count < $1.folder.count }?.name
  }
}
