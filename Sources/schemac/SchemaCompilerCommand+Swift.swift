internal import FlatBuffersCodegen
internal import FlatBuffersSchema

extension SchemaCompilerCommand {
  /// Writes the Swift code of a schema; reports what is wrong and returns whether it was written.
  func writeSwift(_ result: SchemaCompiler.Result, _ schema: Schema, of file: String) -> Bool {
    let options = CodegenOptions(
      access: access.access, tables: tables, wamp: wamp, modules: modules.map(\.module))
    let generated = SwiftGenerator.generate(schema, options: options)
    var report = result
    report.log = generated.log
    printError(report.report)
    guard let source = generated.source else { return false }
    return write(Array(source.utf8), of: file, extension: "swift")
  }
}
