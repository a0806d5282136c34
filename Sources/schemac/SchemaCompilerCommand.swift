internal import ArgumentParser
internal import FlatBuffersCodegen
internal import FlatBuffersSchema

/// The schema compiler.
@main
struct SchemaCompilerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schemac",
    abstract: "Compiles FlatBuffers schemas (.fbs) to Swift.",
    discussion: """
      Included files are looked for next to the including file, then in each -I folder; "flatwire.fbs" is \
      built in. Types of all namespaces become Swift types with their simple names; two that would have the \
      same name are an error. The types of included files are referred to, not written: compile those files \
      too.
      """,
    version: "schemac \(CompilerVersion.current)")

  @Flag(help: "Write Swift code.")
  var swift = false

  @Flag(help: "Also write the tables and indexes of stored records, for RecordStore.")
  var tables = false

  @Flag(help: "Also write the procedures and topics of services, for WAMP.")
  var wamp = false

  @Option(help: "The access level of the Swift declarations: public or internal.")
  var access: AccessArgument = .public

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
    name: .customShort("o"),
    help: ArgumentHelp("The folder to write NAME.fbs.swift to.", valueName: "folder"))
  var outputFolder: String?

  @Option(help: ArgumentHelp("The file to write the code of the only schema to.", valueName: "file"))
  var output: String?

  @Argument(help: ArgumentHelp("The schemas.", valueName: "file.fbs"))
  var files: [String]

  func validate() throws {
    if !swift { throw ValidationError("Say what to write: --swift.") }
    if output != nil, outputFolder != nil { throw ValidationError("Give either --output or -o.") }
    if output != nil, files.count != 1 { throw ValidationError("--output takes one schema; use -o.") }
  }

  func run() throws {
    var failed = false
    for file in files where !compile(file) { failed = true }
    if failed { throw ExitCode(1) }
  }

  /// Compiles one schema; reports what is wrong with it and returns whether it was written.
  private func compile(_ file: String) -> Bool {
    var result = SchemaCompiler.compile(file, includeFolders: includeFolders, files: .disk)
    var source: String?
    if let schema = result.schema {
      let options = CodegenOptions(
        access: access.access, tables: tables, wamp: wamp, modules: modules.map(\.module))
      let generated = SwiftGenerator.generate(schema, options: options)
      for diagnostic in generated.log.diagnostics { result.log.add(diagnostic) }
      source = generated.source
    }
    printError(result.report)
    guard let source else { return false }
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let path = output ?? SchemaFiles.normalize("\(outputFolder ?? ".")/\(name).swift")
    if let problem = Disk.write(source, to: path) {
      printError("error: the file '\(path)' cannot be written: \(problem)\n")
      return false
    }
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

/// An access level on the command line.
enum AccessArgument: String, CaseIterable, ExpressibleByArgument {
  case `public`, `internal`

  var access: CodegenOptions.Access {
    switch self {
    case .public: .public
    case .internal: .internal
    }
  }
}
