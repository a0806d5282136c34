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

  public init(
    access: Access = .public, tables: Bool = false, wamp: Bool = false, embedsSchema: Bool = false,
    modules: [Module] = []
  ) {
    self.access = access
    self.tables = tables
    self.wamp = wamp
    self.embedsSchema = embedsSchema
    self.modules = modules
  }
}
