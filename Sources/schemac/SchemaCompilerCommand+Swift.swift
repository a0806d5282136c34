internal import ArgumentParser
internal import FlatBuffersCodegen
internal import FlatBuffersLanguage
internal import FlatBuffersReflection

extension SchemaCompilerCommand {
  /// The schemas whose code stands beside what is generated; what is wrong with them is reported elsewhere.
  func neighbors() throws -> [SchemaSyntax] {
    var found: [SchemaSyntax] = []
    for path in beside {
      guard let bytes = Disk.readOrReport(path) else { throw ExitCode(1) }
      found.append(Parser.parse(SourceFile(path: path, bytes: bytes)).syntax)
    }
    for path in files where files.count > 1 {
      guard let bytes = Disk.read(path) else { continue }
      found.append(Parser.parse(SourceFile(path: path, bytes: bytes)).syntax)
    }
    return found
  }

  /// Writes the Swift code of a schema; reports what is wrong and returns whether it was written.
  func writeSwift(_ schema: Schema, of file: String, beside neighbors: [SchemaSyntax]) -> Bool {
    let options = CodegenOptions(
      access: access.access, tables: tables, wamp: wamp, embedsSchema: embedSchema, viewsOnly: viewsOnly,
      modules: modules.map(\.module), neighbors: neighbors)
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
