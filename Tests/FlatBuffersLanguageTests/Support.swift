@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection

/// A schema given as text, with the files it can include.
func compile(_ text: String, _ others: [String: String] = [:], folders: [String] = [])
  -> SchemaCompiler.Result
{
  var texts = others
  texts["test.fbs"] = text
  return SchemaCompiler.compile("test.fbs", includeFolders: folders, files: SchemaFiles(texts))
}

extension SchemaCompiler.Result {
  /// The diagnostics, one to a line, without source lines.
  var errors: [String] { log.diagnostics.map(\.description) }
}

extension Schema {
  func object(_ name: String) -> ObjectDefinition? { objects.first { "\($0.name)" == name } }
  func enumeration(_ name: String) -> EnumDefinition? { enums.first { "\($0.name)" == name } }
}

extension ObjectDefinition {
  func field(_ name: String) -> FieldDefinition? { fields.first { $0.name == name } }
}
