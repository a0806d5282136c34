internal import ArgumentParser
internal import FlatBuffersCodegen
internal import FlatBuffersLanguage
internal import FlatBuffersReflection

/// The schema compiler.
@main
struct SchemaCompilerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schemac",
    abstract: "Compiles FlatBuffers schemas, compares their versions, and converts and verifies data.",
    discussion: """
      Included files are looked for next to the including file, then in each -I folder, then next to the schema \
      itself; "flatwire.fbs" is built in. Types of all namespaces become Swift types with their simple names; \
      where two of the schemas compiled together would have the same name, the namespace is put before. The types \
      of included files are referred to, not written: compile those files too. The exit code is 0 if everything \
      was written, 1 if something was wrong with a file, 64 if the command line was not understood.
      """,
    version: "schemac \(CompilerVersion.current)")

  @Flag(help: "Write Swift code.")
  var swift = false

  @Flag(help: "Write a JavaScript module, and beside it the client that it needs: the folder 'flatwire'.")
  var js = false

  @Flag(help: "Write TypeScript's declarations of that module and of the client.")
  var ts = false

  @Flag(help: "Also write the tables and indexes of stored records, for RecordStore.")
  var tables = false

  @Flag(help: "Also write the procedures and topics of services, for WAMP.")
  var wamp = false

  @OptionGroup
  var code: CodeOptions

  @Option(
    name: .customLong("options"),
    help: ArgumentHelp(
      """
      A file with some of --views-only, --no-codable, --no-names and --access, one to a line. What is left out in \
      either place is left out; the command line's access level wins. Lines that begin with "#" are comments.
      """, valueName: "file"))
  var optionsFile: String?

  @Flag(help: "Also write the schema itself into the code, for reflection and for peers to compare.")
  var embedSchema = false

  @Option(
    name: [.customShort("I")],
    help: ArgumentHelp(
      "A folder to look for included files in; may be repeated.", valueName: "folder"))
  var includeFolders: [String] = []

  @Option(
    name: .customLong("module"),
    help: ArgumentHelp(
      "The schemas in this folder are another module's; may be repeated.", valueName: "name=folder"))
  var modules: [ModuleArgument] = []

  @Option(
    help: ArgumentHelp(
      """
      A schema of the same module, or of one named by --module, that is not compiled now; may be repeated. Types \
      are named so that none of the module meet.
      """, valueName: "file"))
  var beside: [String] = []

  @Flag(help: "Write the schema as a FlatBuffer of its own: NAME.bfbs.")
  var bfbs = false

  @Flag(help: "Put the documentation into the .bfbs.")
  var bfbsComments = false

  @Flag(
    help: """
      Put the language's own attributes into the .bfbs, too; without them it does not say which enums are bit_flags, \
      and nothing of nested_flatbuffer, flexbuffer and hash.
      """)
  var bfbsBuiltins = false

  @Option(
    help: ArgumentHelp(
      """
      Write a catalog of the schemas for WAMP: a ZIP archive of this file, which says its name and version, and of the \
      binary schemas. The same files always make the same bytes.
      """, valueName: "catalog.yaml"))
  var catalog: String?

  @Flag(
    name: [.long, .customShort("M")],
    help: """
      Print which files each output depends on, as a rule of a makefile, and write nothing else to standard output.
      """)
  var printDepfile = false

  @Option(
    name: .customShort("o"),
    help: ArgumentHelp(
      """
      The folder to write to, made if there is none, or the file: for a schema if it has the extension of what is \
      written, for the only data if it is no folder; "-" is standard output.
      """, valueName: "path"))
  var outputPath: String?

  @Option(help: ArgumentHelp("The file to write what is made of the only schema to.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      """
      Compare the schemas with this older version: an error where data of one is misread by programs of the \
      other, a warning where care is needed. Nothing is printed if all is well.
      """, valueName: "old.fbs"))
  var conform: String?

  @Option(
    help: ArgumentHelp(
      "A folder to look for the older version's included files in; may be repeated.", valueName: "folder"))
  var conformIncludes: [String] = []

  @Flag(help: "Take what needs care for an error, too.")
  var conformStrict = false

  @Option(
    help: ArgumentHelp(
      """
      Compare the only schema with this older version, like --conform; it has to be a binary schema, and is best \
      written with --bfbs-builtins. Nothing is written if data is misread.
      """, valueName: "old.bfbs"))
  var baseline: String?

  @OptionGroup(title: "Data")
  var data: DataOptions

  @Argument(
    help: ArgumentHelp(
      "The schemas, .fbs, .bfbs or catalogs of these, .zip; or one schema and data.", valueName: "file"))
  var files: [String]

  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
    } catch {
      if exitCode(for: error) == .validationFailure, let hint = FlatcOptions.hint(for: arguments) {
        printError("hint: \(hint)\n")
      }
      exit(withError: error)
    }
  }

  /// Not `validate()`: what that finds hides that an option was misspelt.
  private func checkCombination() throws {
    if data.modeCount > 1 || (data.modeCount == 1 && (writesSchema || catalog != nil || olderVersion != nil))
    {
      throw ValidationError("--json, --binary and --verify stand alone.")
    }
    if data.modeCount == 1 { return }
    if catalog != nil { return try checkCatalog() }
    if !writesSchema && olderVersion == nil {
      throw ValidationError(
        "Say what to do: --swift, --js, --ts, --bfbs, --catalog, --print-depfile, --conform, --baseline, --json, --binary or --verify."
      )
    }
    try checkDrafts(code)
    if baseline != nil, conform != nil { throw ValidationError("Give either --baseline or --conform.") }
    if baseline != nil, files.count != 1 { throw ValidationError("A baseline is that of one schema.") }
    if output != nil, outputPath != nil { throw ValidationError("Give either --output or -o.") }
    if case .folder = outputPlace { return }
    if files.count != 1 || [swift, bfbs, js, ts].count(where: { $0 }) > 1 {
      throw ValidationError("One file cannot hold several outputs; give -o a folder.")
    }
  }

  func checkDrafts(_ code: CodeOptions) throws {
    if code.viewsOnly, tables || wamp {
      throw ValidationError("--views-only writes no drafts, which --tables and --wamp need.")
    }
  }

  var writesSchema: Bool { swift || js || ts || bfbs || printDepfile }

  /// Where schemas are written to in another form.
  var outputPlace: OutputPlace {
    if let output { return .file(output) }
    return OutputPlace(outputPath) {
      (swift && $0.hasSuffix(".swift")) || (bfbs && $0.hasSuffix(".bfbs")) || (js && $0.hasSuffix(".js"))
        || (ts && $0.hasSuffix(".ts")) || (catalog != nil && $0.hasSuffix(".zip"))
    }
  }

  func run() throws {
    try checkCombination()
    if data.modeCount == 1 {
      let mode = try DataMode(
        files, options: data, includeFolders: includeFolders, output: output ?? outputPath)
      return try mode.run()
    }
    let old = try oldSchema()
    let read = files.map { SchemaInput.all(at: $0, includeFolders: includeFolders) }
    let inputs = read.compactMap { $0 }.joined().map { $0 }
    let names = try fileNames(of: inputs.map(\.path))
    var failed = read.contains { $0 == nil }
    if let catalog {
      guard !failed, try writeCatalog(catalog, of: inputs, names) else { throw ExitCode(1) }
      return
    }
    let options = try swift ? codegenOptions(of: inputs) : CodegenOptions()
    for input in inputs where !compile(input, since: old, names, options) { failed = true }
    if js || ts, !printDepfile, !writeClient() { failed = true }
    if failed { throw ExitCode(1) }
  }

  /// What is written for each file is named after.
  private func fileNames(of files: [String]) throws -> SchemaFileNames {
    let modules = CodegenOptions(modules: modules.map(\.module))
    var seen: Set<String> = []
    let own = (files + beside.filter { modules.module(of: $0) == nil })
      .filter { seen.insert(Disk.identity(of: $0)).inserted }
    let names = SchemaFileNames(own)
    guard let (first, second) = names.collisions.first else { return names }
    throw ValidationError(
      "'\(first)' and '\(second)' would have outputs of one name. Rename one, or compile them apart.")
  }

  /// Compiles one schema; reports what is wrong with it and returns whether everything was written.
  private func compile(
    _ input: SchemaInput, since old: Schema?, _ names: SchemaFileNames, _ options: CodegenOptions
  ) -> Bool {
    guard var schema = input.schema() else { return false }
    let file = input.path
    if let name = data.rootType {
      guard let root = schema.tableOrReport(name) else { return false }
      schema.rootTable = root
    }
    if let old, !checkConformance(schema, since: old) { return false }
    if printDepfile { return printDependencies(schema, of: file, names) }
    if swift, !writeSwift(schema, of: file, names, options: options) { return false }
    if js || ts, !writeJavaScript(schema, of: file, names) { return false }
    if bfbs, !writeBinarySchema(schema, of: file, names) { return false }
    return true
  }
}

/// `name=folder` on the command line.
struct ModuleArgument: ExpressibleByArgument {
  let module: CodegenOptions.Module

  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2, !parts[0].isEmpty else { return nil }
    module = CodegenOptions.Module(name: parts[0], folder: parts[1])
  }
}
