import Foundation
import Programs
import Testing

/// Apache Arrow's library for Python, which writes files of columns and reads ours. See `Python/columns.py`.
struct PyArrow {
  /// What Python says is in a file.
  struct Sample: Decodable {
    let rows: [Int64]
    let columns: [ColumnDescription]
    let notes: [String: String]
  }

  /// Where it writes its files, and where ours have to be.
  let folder: URL
  private let python: URL
  private static let scripts = Museum.folder.appending(path: "Python")

  init(in folder: URL) async throws {
    self.folder = folder
    python = try await Program.python(
      environment: "pyarrow", requirements: Self.scripts.appending(path: "columns-requirements.txt"))
  }

  /// Writes the files, and says what is in each.
  func write() async throws -> [String: Sample] {
    _ = try await run("write")
    return try JSONDecoder().decode(
      [String: Sample].self, from: Data(contentsOf: folder.appending(path: "samples.json")))
  }

  /// Compares what it finds in `NAME.rebuilt` with what it wrote to `NAME`.
  ///
  /// - Returns: the names of the files that say the same.
  /// - Throws: a `Program.Failure` that says what differs.
  func compare() async throws -> [String] {
    try await run("compare").split(whereSeparator: \.isWhitespace).map(String.init)
  }

  private func run(_ command: String) async throws -> String {
    try await Program(
      python, ["-B", Self.scripts.appending(path: "columns.py").path, command, folder.path]
    ).output()
  }
}
