internal import ArgumentParser
internal import FlatBuffersCodegen
internal import FlatBuffersLanguage
internal import FlatBuffersReflection

extension SchemaCompilerCommand {
  /// What the code of every schema is like, as the files beside each other have it; reports what does not go together.
  func codegenOptions(of inputs: [SchemaInput]) throws -> CodegenOptions {
    var code = code
    if let optionsFile {
      guard let lines = OptionsFile.read(optionsFile) else { throw ExitCode(1) }
      // The command line wins over the file, and there a later line over those before.
      code = lines.reversed().reduce(code) { $0.over($1) }
      try checkDrafts(code)
    }
    var options = CodegenOptions(
      access: code.access?.access ?? .public, tables: tables, wamp: wamp, embedsSchema: embedSchema,
      viewsOnly: code.viewsOnly, codable: !code.noCodable, names: !code.noNames,
      modules: modules.map(\.module))
    // Each file once, however it is spelt, in an order that is the same for every command.
    var sources: [String: SourceFile] = [:]
    for input in inputs {
      sources[Disk.identity(of: input.path)] = SourceFile(path: input.path, bytes: input.bytes)
    }
    for path in beside {
      let identity = Disk.identity(of: path)
      guard sources[identity] == nil else { continue }
      guard let bytes = Disk.readOrReport(path) else { throw ExitCode(1) }
      sources[identity] = SourceFile(path: path, bytes: bytes)
    }
    guard sources.count > 1 else { return options }
    let files = sources.sorted { $0.key < $1.key }.map {
      (source: $0.value, syntax: Parser.parse($0.value).syntax)
    }
    options.neighbors = files.map(\.syntax)
    options.definitions = ModuleDefinitions(files.filter { options.module(of: $0.source.path) == nil })
    report(options.definitions.log)
    if options.definitions.log.hasErrors { throw ExitCode(1) }
    return options
  }

  /// Writes the Swift code of a schema; reports what is wrong and returns whether it was written.
  func writeSwift(
    _ schema: Schema, of file: String, _ names: SchemaFileNames, options: CodegenOptions
  ) -> Bool {
    var options = options
    options.folders = names.folders(of: file)
    let generated = SwiftGenerator.generate(schema, options: options)
    report(generated.log)
    guard let source = generated.source else { return false }
    return outputPlace.write(Array(source.utf8), as: names.name(of: file) + ".swift")
  }

  func report(_ log: DiagnosticLog) {
    for diagnostic in log.diagnostics {
      let source = diagnostic.location.flatMap { place in
        Disk.read(place.file).map { SourceFile(path: place.file, bytes: $0) }
      }
      printError(diagnostic.rendered(in: source) + "\n")
    }
  }
}
