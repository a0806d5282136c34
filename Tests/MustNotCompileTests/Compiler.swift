import Foundation
import Programs

/// Runs the Swift compiler on a file, against the modules that were built for this test.
enum Compiler {
  struct Result {
    let isAccepted: Bool
    let output: String

    /// The lines that report an error in a file.
    func errors(in file: String) -> [Substring] { lines("error", in: file) }

    /// The lines that report a warning in a file.
    func warnings(in file: String) -> [Substring] { lines("warning", in: file) }

    /// Whether the compiler itself failed.
    var isCrash: Bool { !isAccepted && output.contains("submit a bug report") }

    private func lines(_ kind: String, in file: String) -> [Substring] {
      output.split(separator: "\n").filter { $0.contains("/\(file):") && $0.contains(": \(kind): ") }
    }
  }

  /// The tables the fixtures use: generated code, like a client's.
  private static let tables = SwiftCompiler.packageFolder
    .appending(path: "Tests/RecordStoreTests/Generated/people.swift").path()

  /// - Parameter generatesCode: whether to go on after all that a compiler checks.
  static func check(_ fixture: Fixture, generatesCode: Bool = false) async throws -> Result {
    let outcome = try await SwiftCompiler(with: "RecordStore").check(
      [tables, fixture.path], options: generatesCode ? ["-emit-ir"] : [])
    return Result(isAccepted: outcome.status == 0, output: outcome.text)
  }
}
