import FlatBuffersLanguage
import FlatBuffersReflection
import Testing

/// Where a schema comes from; models of it are the same.
enum Form: CaseIterable { case text, binary }

/// A schema that includes `flatwire.fbs`.
///
/// - Parameter text: what follows in the same line, so that columns are easy to count.
func schema(_ text: String, _ form: Form, file: String = "test.fbs") throws -> Schema {
  let files = SchemaFiles([file: "include \"flatwire.fbs\";\n" + text])
  let result = SchemaCompiler.compile(file, files: files)
  let schema = try #require(result.schema, "\(result.report)")
  switch form {
  case .text: return schema
  case .binary:
    return try Schema(
      binary: schema.binary(BinarySchemaOptions(documentation: true, builtInAttributes: true)))
  }
}

extension Schema {
  /// The name of a table or struct.
  func name(_ object: Int) -> String { "\(objects[object].name)" }
}
