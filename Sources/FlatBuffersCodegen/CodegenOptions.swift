package import FlatBuffersLanguage

/// What the generated Swift code should be like.
package struct CodegenOptions: Sendable {
  package enum Access: Sendable {
    case `public`, `internal`
  }

  /// The schemas in a folder whose generated code is another module's.
  package struct Module: Sendable {
    package var name: String
    /// The folder of the module's schemas, as a prefix of the paths of its files.
    package var folder: String

    package init(name: String, folder: String) {
      self.name = name
      self.folder = folder
    }
  }

  /// The access level of the generated declarations.
  package var access: Access
  /// Whether to generate tables and indexes for RecordStore.
  package var tables: Bool
  /// Whether to generate procedures and topics for WAMP.
  package var wamp: Bool
  /// Whether to put the schema itself into the code, in binary form.
  package var embedsSchema: Bool
  /// Whether to leave out drafts, and all that builds and keeps records; a table's fields are listed by name instead.
  package var viewsOnly: Bool
  /// Whether drafts are `Codable`; tables within such drafts are coded in any case, unions are not.
  package var codable: Bool
  /// Whether the code has the names of enums' and unions' members; without them JSON has their numbers, and no member
  /// is found by its name.
  package var names: Bool
  /// Where the types of included schemas come from; included files in none of them are of the same module.
  package var modules: [Module]
  /// The other schemas of the module, and those of `modules`: types are named so that none of them meet.
  package var neighbors: [SchemaSyntax]
  /// Which of the module's files has the code of what several define.
  package var definitions: ModuleDefinitions
  /// The folders that tell the main file from others of its module with the same name.
  package var folders: [String]

  package init(
    access: Access = .public, tables: Bool = false, wamp: Bool = false, embedsSchema: Bool = false,
    viewsOnly: Bool = false, codable: Bool = true, names: Bool = true, modules: [Module] = [],
    neighbors: [SchemaSyntax] = [], definitions: ModuleDefinitions = ModuleDefinitions(),
    folders: [String] = []
  ) {
    self.access = access
    self.tables = tables
    self.wamp = wamp
    self.embedsSchema = embedsSchema
    self.viewsOnly = viewsOnly
    self.codable = codable
    self.names = names
    self.modules = modules
    self.neighbors = neighbors
    self.definitions = definitions
    self.folders = folders
  }

  /// The module with the code of a file; `nil` when it is the one being generated for.
  package func module(of file: String) -> String? {
    if BuiltInSchemas.text(of: file) != nil { return "WAMP" }
    return
      modules
      .filter { file.hasPrefix($0.folder.hasSuffix("/") ? $0.folder : $0.folder + "/") }
      .max { $0.folder.count < $1.folder.count }?.name
  }
}
