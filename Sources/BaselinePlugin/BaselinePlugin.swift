import Foundation
import PackagePlugin

/// Keeps the present version of every schema beside it, as `NAME.baseline.bfbs`, for `SchemaPlugin` to compare later
/// ones with: `swift package schema-baseline [--target NAME …] [--force]`.
///
/// A baseline that the schema does not go together with is kept as it is, unless `--force` is given.
@main
struct BaselinePlugin: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) async throws {
    var arguments = ArgumentExtractor(arguments)
    let names = arguments.extractOption(named: "target")
    let isForced = arguments.extractFlag(named: "force") > 0
    if let other = arguments.remainingArguments.first {
      Diagnostics.error("found '\(other)', expected --target NAME, which may be repeated, or --force")
      return
    }
    let targets = names.isEmpty ? context.package.targets : try context.package.targets(named: names)
    let compiler = try context.tool(named: "schemac").url

    var hasSchemas = false
    for target in targets.compactMap({ $0 as? any SourceModuleTarget }) {
      let includes = Self.includeFolders(of: target).flatMap { ["-I", $0] }
      for schema in Self.schemas(of: target) {
        hasSchemas = true
        let baseline = Baseline(of: schema)
        let outcome = try baseline.write(with: compiler, includes, replacingWhatDiffers: isForced)
        print("\(baseline.file.path): \(outcome.rawValue)")
        if outcome == .refused {
          Diagnostics.error(
            "\(baseline.file.path) was not written, for the reason above"
              + (isForced ? "" : "; --force replaces it if the schemas do not go together"))
        }
      }
    }
    if !hasSchemas { Diagnostics.warning("there are no schemas in these targets") }
  }

  /// The schemas that `SchemaPlugin` compiles.
  private static func schemas(of target: any SourceModuleTarget) -> [URL] {
    target.sourceFiles(withSuffix: ".fbs").map(\.url).filter { $0.lastPathComponent != "flatwire.fbs" }
      .sorted { $0.path < $1.path }
  }

  /// Where `SchemaPlugin` has included schemas looked for.
  private static func includeFolders(of target: any SourceModuleTarget) -> [String] {
    let dependencies = target.recursiveTargetDependencies.compactMap { $0 as? any SourceModuleTarget }
    return [target.directoryURL.path]
      + dependencies.filter { !schemas(of: $0).isEmpty }.map(\.directoryURL.path)
  }
}
