import Foundation
import Programs

/// The built schema compiler, which lies beside the test bundle, in a folder that goes with it.
final class Tool {
  let folder: URL

  init(_ files: [String: String] = [:]) throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "schemac-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files { try write(Data(text.utf8), to: name) }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func write(_ data: Data, to name: String) throws {
    let file = folder.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  /// The bytes of a file; `nil` if it does not exist.
  func read(_ name: String) -> Data? { try? Data(contentsOf: folder.appending(path: name)) }

  /// Runs the compiler in the folder.
  func run(_ arguments: String...) async throws -> Program.Outcome { try await run(arguments) }

  /// - Parameter input: what it finds in the pipe that is its standard input.
  func run(_ arguments: [String], input: String = "") async throws -> Program.Outcome {
    try await Program(built: "schemac", arguments, in: folder).run(input: input)
  }
}
