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

  /// The tables the fixtures use: generated code, like a client's.
  private static let tables = SwiftCompiler.packageFolder
    .appending(path: "Tests/RecordStoreTests/Generated/people.swift").path()

  static func check(_ fixture: Fixture) async throws -> Result {
    let options = fixture.isOfPackage ? ["-package-name", SwiftCompiler.packageName] : []
    let outcome = try await SwiftCompiler(with: "RecordStore").check(
      [tables, fixture.path], options: options)
    return Result(isAccepted: outcome.status == 0, output: outcome.text)
  }
}
