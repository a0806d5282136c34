import Foundation
import Programs
import RecordStore

/// A program of PyPI's zLMDB, in a virtual environment of its own.
struct ZLMDBProgram {
  let folder: String
  private let python: URL
  private static let scripts = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Python")

  /// - Parameter folder: where the database is or is to be.
  init(_ folder: String) async throws {
    self.folder = folder
    python = try await Program.python(
      environment: "zlmdb", requirements: Self.scripts.appending(path: "requirements.txt"))
  }

  private func program(_ command: String, _ arguments: [String]) -> Program {
    Program(python, [Self.scripts.appending(path: "tables.py").path, folder, command] + arguments)
  }

  /// Runs a command to its end.
  ///
  /// - Returns: what it said.
  @discardableResult
  func run(_ command: String, _ arguments: String...) async throws -> Data {
    Data(try await program(command, arguments).output().utf8)
  }

  /// Runs a command to its end, and `body` as soon as it has said that it is ready.
  func run(
    _ command: String, _ arguments: String..., beside body: @escaping @Sendable () throws -> Void
  ) async throws -> Program.Outcome {
    try await withThrowingTaskGroup(of: Void.self) { group in
      let outcome = try await program(command, arguments).run { line in
        if line == "ready" { group.addTask { try await blocking(body) } }
        return false
      }
      try await group.waitForAll()
      return outcome
    }
  }
}

extension SlotTable where Record == Person, Key == UInt64 {
  static var people: Self { Self("7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e01") }
  static var pets: Self { Self("7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e09") }
}

extension SlotValueTable where Key == String {
  static var settings: Self { Self("7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e02", .json) }
}

extension SlotValueTable where Key == SlotUUID {
  static var events: Self { Self("7c1e6d1f-6c0a-4cf1-9a1f-8d6a5f3b2e03", .cbor) }
}
