public import FlatBuffersReflection

/// The way from a schema file to a resolved schema.
public enum SchemaCompiler {
  /// What came of compiling one file.
  public struct Result {
    /// The schema; `nil` when there were errors.
    public var schema: Schema?
    public var log: DiagnosticLog
    /// The files that were read.
    public var sources: [SourceFile]

    /// The diagnostics with the source lines they are about, each ending in a line break.
    public var report: String {
      let report = log.diagnostics.map { diagnostic in
        let source = sources.first { $0.path == diagnostic.location?.file }
        return diagnostic.rendered(in: source) + "\n"
      }.joined()
      guard log.isFull else { return report }
      return report + "note: these are the first \(log.diagnostics.count) errors; there may be more\n"
    }
  }

  /// Reads, parses and resolves a schema file and everything it includes.
  ///
  /// - Parameters:
  ///   - path: the schema file.
  ///   - includeFolders: where included files are looked for when they are not next to the including file,
  ///     before the folder of `path`.
  ///   - files: where files are read from.
  public static func compile(_ path: String, includeFolders: [String] = [], files: SchemaFiles) -> Result {
    var loader = SchemaLoader(files: files, includeFolders: includeFolders)
    loader.load(path)
    var log = loader.log
    // A name that was not understood would only make others look undefined.
    guard !log.hasErrors else { return Result(schema: nil, log: log, sources: loader.sources) }
    var (schema, resolverLog) = Resolver.resolve(loader.syntaxes)
    schema.files = loader.schemaFiles
    for diagnostic in resolverLog.diagnostics { log.add(diagnostic) }
    if !log.hasErrors, let problem = problemWithData(of: loader, schema) { log.add(problem) }
    return Result(schema: log.hasErrors ? nil : schema, log: log, sources: loader.sources)
  }

  /// What is wrong with the JSON data that may follow the main file's declarations.
  private static func problemWithData(of loader: SchemaLoader, _ schema: Schema) -> Diagnostic? {
    guard let syntax = loader.syntaxes.last, let location = syntax.dataLocation,
      let source = loader.sources.first
    else { return nil }
    guard schema.rootTable != nil else {
      return Diagnostic(
        at: location, "found JSON data in a schema without a root type",
        hint: "name the table it describes: 'root_type TABLE;'")
    }
    do throws(Diagnostic) {
      _ = try JSONReader.buildData(after: source, of: schema)
      return nil
    } catch {
      return error
    }
  }
}
