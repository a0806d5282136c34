import Foundation
import Programs

/// Another process that uses a database, through the same liblmdb.
struct OtherProcess {
  private let program: Program

  init(_ path: String, _ command: String, _ arguments: String...) {
    let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Python/process.py")
    program = Program(named: "python3", [script.path, path, command] + arguments)
  }

  /// Runs it to its end, which has to be a good one.
  func finish() async throws {
    _ = try await program.output()
  }

  /// Runs it until it is ready, then `body`, and kills it after that, so that it can't tidy up.
  ///
  /// - Parameter body: gets the words it said when it was ready.
  func whileReady(_ body: @escaping ([Substring]) async throws -> Void) async throws {
    var problem: (any Error)?
    _ = try await program.run { line in
      do { try await body(line.split(separator: " ")) } catch { problem = error }
      return true
    }
    if let problem { throw problem }
  }
}
