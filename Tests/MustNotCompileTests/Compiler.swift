import Foundation
import Programs

/// Runs the Swift compiler on a file, against the modules that were built for this test.
enum Compiler {
  struct Result {
    let isAccepted: Bool
    let output: String

    /// The lines that report an error in a file.
    func errors(in file: String) -> [Substring] {
      output.split(separator: "\n").filter { $0.contains("/\(file):") && $0.contains(": error: ") }
    }
  }

  struct NoModules: Error, CustomStringConvertible {
    let tried: [String]
    var description: String { "no built modules in any of \(tried)" }
  }

  /// Lifetimes are checked in SIL, so type checking alone would not do.
  static func check(_ path: String) async throws -> Result {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let arguments =
      ["-swift-version", "6", "-parse-as-library", "-wmo", "-emit-sil", "-o", "/dev/null"]
      + ["-enable-experimental-feature", "Lifetimes"]
      + ["-enable-upcoming-feature", "InternalImportsByDefault"]
      + ["-I", try modules()]
      + ["-Xcc", "-fmodule-map-file=" + root.appending(path: "Sources/CLMDB/module.modulemap").path()]
      // The tables the fixtures use: generated code, like a client's.
      + [root.appending(path: "Tests/RecordStoreTests/Generated/people.swift").path(), path]
    let outcome = try await Program(named: "swiftc", arguments).run()
    return Result(isAccepted: outcome.status == 0, output: outcome.text)
  }

  /// The folder of the built modules: beside the running test, or beside its bundle.
  private static func modules() throws -> String {
    var folders: [URL] = []
    for start in [Bundle.main.bundleURL, URL(filePath: CommandLine.arguments[0])] {
      var folder = start
      for _ in 0..<4 {
        folders.append(folder)
        folder = folder.deletingLastPathComponent()
      }
    }
    let candidates = folders.map { $0.appending(path: "Modules").path() }
    let module = "/RecordStore.swiftmodule"
    guard let found = candidates.first(where: { FileManager.default.fileExists(atPath: $0 + module) })
    else { throw NoModules(tried: candidates) }
    return found
  }
}
