public import Foundation

/// The Swift compiler as a client of the package has it: outside of it, with the modules that were built for the tests.
public struct SwiftCompiler: Sendable {
  /// The folder of the package.
  public static let packageFolder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  /// What every call of it is given: where the modules are.
  private let search: [String]

  /// - Parameter module: one that has to be among the built ones.
  public init(with module: String) throws {
    let built = try Self.builtFolder(of: module)
    search = ["-I", built.appending(path: "Modules").path()] + Self.moduleMaps(built)
  }

  /// Compiles files like a client's.
  ///
  /// - Parameters:
  ///   - options: what is said besides the options that the README asks for.
  ///   - checksLifetimes: whether to go on to where lifetimes are checked, and not to end with types.
  public func check(
    _ files: [String], options: [String] = [], checksLifetimes: Bool = true
  ) async throws -> Program.Outcome {
    let arguments =
      ["-swift-version", "6", "-parse-as-library", "-wmo", "-module-name", "Client"]
      + (checksLifetimes ? ["-emit-sil", "-o", "/dev/null"] : ["-typecheck"])
      + ["-enable-experimental-feature", "Lifetimes", "-enable-upcoming-feature", "InternalImportsByDefault"]
      + options + search + files
    return try await Program(named: "swiftc", arguments).run()
  }

  /// What a module declares publicly, as a symbol graph, one for each module that it extends.
  public func symbolGraphs(of module: String) async throws -> [Data] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "symbols-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let target = try await Program(named: "swiftc", ["-print-target-info"]).run().output
    let triple = target.firstMatch(of: /"triple": "([^"]+)"/)?.1 ?? ""
    let arguments =
      [
        "symbolgraph-extract", "-module-name", module, "-target", String(triple), "-output-dir",
        folder.path(),
      ]
      + ["-minimum-access-level", "public", "-skip-synthesized-members"] + search
    let outcome = try await Program(named: "swift", arguments).run()
    guard outcome.status == 0 else { throw Program.Failure(description: outcome.text) }
    return try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
      .filter { $0.lastPathComponent.prefix { $0 != "." && $0 != "@" } == module }.map {
        try Data(contentsOf: $0)
      }
  }

  /// The folder that was built to: beside the running test, or beside its bundle.
  private static func builtFolder(of module: String) throws -> URL {
    var folders: [URL] = []
    for start in [Bundle.main.bundleURL, URL(filePath: CommandLine.arguments[0])] {
      var folder = start
      for _ in 0..<4 {
        folders.append(folder)
        folder = folder.deletingLastPathComponent()
      }
    }
    let built = folders.first { folder in
      FileManager.default.fileExists(atPath: folder.appending(path: "Modules/\(module).swiftmodule").path())
    }
    guard let built else {
      throw Program.Failure(description: "\(module) is in none of \(folders.map { $0.path() })")
    }
    return built
  }

  /// Where the C modules are that those of the package were built with.
  private static func moduleMaps(_ built: URL) -> [String] {
    let scratch = built.deletingLastPathComponent().deletingLastPathComponent()
    let checkouts = scratch.appending(path: "checkouts")
    var maps = ["CLMDB", "CZlib"].map { packageFolder.appending(path: "Sources/\($0)/module.modulemap") }
    for package in contents(of: checkouts) {
      for target in contents(of: package.appending(path: "Sources")) {
        maps.append(target.appending(path: "include/module.modulemap"))
      }
    }
    for target in contents(of: built) { maps.append(target.appending(path: "module.modulemap")) }
    return maps.filter { FileManager.default.fileExists(atPath: $0.path()) }
      .flatMap { ["-Xcc", "-fmodule-map-file=" + $0.path()] }
  }

  private static func contents(of folder: URL) -> [URL] {
    (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
  }
}
