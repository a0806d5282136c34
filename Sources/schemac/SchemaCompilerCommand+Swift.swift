internal import FlatBuffersCodegen
internal import FlatBuffersSchema

extension SchemaCompilerCommand {
  /// Writes the Swift code of a schema; reports what is wrong and returns whether it was written.
  func writeSwift(_ schema: Schema, of file: String) -> Bool {
    let options = CodegenOptions(
      access: access.access, tables: tables, wamp: wamp, embedsSchema: embedSchema,
      modules: modules.map(\.module))
    let generated = SwiftGenerator.generate(schema, options: options)
    for diagnostic in generated.log.diagnostics {
      let source = diagnostic.location.flatMap { place in
        Disk.read(place.file).map { SourceFile(path: place.file, bytes: $0) }
      }
      printError(diagnostic.rendered(in: source) + "\n")
    }
    guard let source = generated.source else { return false }
    return outputPlace.write(Array(source.utf8), as: FileName.name(file) + ".swift")
  }
}
