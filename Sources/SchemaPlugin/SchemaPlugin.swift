import Foundation
import PackagePlugin

/// Compiles every schema (`.fbs`) of a target to Swift while the target is built.
///
/// A schema `NAME.fbs` with a baseline beside it, `NAME.baseline.bfbs`, is compared with that first: the build fails
/// if programs or data of the two versions would not go together.
///
/// Included schemas are found next to the including one, in the target's folder, and in the folders of all
/// targets it depends on, in this package or another. Tables are written for targets that depend on
/// `RecordStore` or `Flatwire`, procedures and topics for those that depend on `WAMP` or `Flatwire`.
///
/// What a target wants of its code otherwise stands in `schemac.options` in its folder: see `schemac --options`.
@main
struct SchemaPlugin: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) async throws -> [Command] {
    guard let target = target as? any SourceModuleTarget else { return [] }
    let schemas = Self.schemas(of: target)
    guard !schemas.isEmpty else { return [] }

    let names = Self.outputNames(of: schemas, in: target)
    let dependencies = target.recursiveTargetDependencies.compactMap { $0 as? any SourceModuleTarget }
    let modules = Set(dependencies.map(\.moduleName))
    let optionsFile = target.directoryURL.appending(path: "schemac.options")
    let hasOptions = FileManager.default.fileExists(atPath: optionsFile.path)
    var arguments = ["--swift", "--embed-schema", "-I", target.directoryURL.path]
    if hasOptions { arguments += ["--options", optionsFile.path] }
    if !modules.isDisjoint(with: ["RecordStore", "Flatwire"]) { arguments.append("--tables") }
    if !modules.isDisjoint(with: ["WAMP", "Flatwire"]) { arguments.append("--wamp") }
    var inputs = schemas
    for dependency in dependencies {
      let included = Self.schemas(of: dependency)
      guard !included.isEmpty else { continue }
      inputs += included
      let folder = dependency.directoryURL.path
      arguments += ["-I", folder, "--module", "\(dependency.moduleName)=\(folder)"]
    }

    // Types are named with regard to all that stand beside them.
    for input in inputs { arguments += ["--beside", input.path] }

    let compiler = try context.tool(named: "schemac").url
    return zip(schemas, names).map { schema, name in
      let output = context.pluginWorkDirectoryURL.appending(path: name + ".swift")
      let baseline = Self.baseline(of: schema)
      return .buildCommand(
        displayName: "Compiling \(schema.lastPathComponent)", executable: compiler,
        arguments: arguments + baseline.flatMap { ["--baseline", $0.path] }
          + ["--output", output.path, schema.path],
        // A change of any schema that could be included makes the code anew; it is written only if it differs.
        inputFiles: inputs + baseline + (hasOptions ? [optionsFile] : []), outputFiles: [output])
    }
  }

  /// The schemas of a target but copies of the built-in one, whose types are in `WAMP`.
  private static func schemas(of target: any SourceModuleTarget) -> [URL] {
    target.sourceFiles(withSuffix: ".fbs").map(\.url).filter { $0.lastPathComponent != "flatwire.fbs" }
      .sorted { $0.path < $1.path }
  }

  /// What the code of each schema is called: two files of one name are told apart by the folders that they lie in.
  private static func outputNames(of schemas: [URL], in target: any SourceModuleTarget) -> [String] {
    let counts = Dictionary(schemas.map { ($0.lastPathComponent.lowercased(), 1) }, uniquingKeysWith: +)
    let root = target.directoryURL.pathComponents.count
    var schemasByName: [String: URL] = [:]
    return schemas.map { schema in
      let isAlone = counts[schema.lastPathComponent.lowercased()] == 1
      let name =
        isAlone ? schema.lastPathComponent : schema.pathComponents.dropFirst(root).joined(separator: "_")
      if let other = schemasByName.updateValue(schema, forKey: name.lowercased()) {
        Diagnostics.error(
          "the code of '\(other.path)' and '\(schema.path)' would have one name, '\(name).swift'; rename one of them"
        )
      }
      return name
    }
  }

  /// The older version that a schema is compared with; none if there is no such file.
  ///
  /// Looked for on the disk: among the target's files it is missing if the manifest excludes it.
  private static func baseline(of schema: URL) -> [URL] {
    let file = schema.deletingPathExtension().appendingPathExtension("baseline.bfbs")
    return FileManager.default.fileExists(atPath: file.path) ? [file] : []
  }
}
