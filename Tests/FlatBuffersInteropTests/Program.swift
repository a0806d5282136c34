import Foundation

/// Other people's programs. What they are told and what they say goes through files: a pipe would be inherited, and
/// kept open, by whatever another test starts at the same time.
enum Program {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  private static let package = Museum.folder.deletingLastPathComponent().deletingLastPathComponent()

  /// Runs a program to its end. What it says in error goes where the tests' own errors go.
  static func run(_ program: URL, _ arguments: [String]) async throws {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let status = try await withCheckedThrowingContinuation { continuation in
      process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
      do { try process.run() } catch { continuation.resume(throwing: error) }
    }
    if status != 0 {
      throw Failure(
        description: "\(program.lastPathComponent) \(arguments.joined(separator: " ")) ended with \(status)")
    }
  }

  /// The Python of a virtual environment in `.build`, with what a file asks for.
  ///
  /// Makes the environment if there is none; that needs PyPI once.
  static func python(_ name: String, requirements: URL? = nil) async throws -> URL {
    let environment = package.appending(path: ".build/\(name)")
    try await run(
      package.appending(path: "Tests/EndToEndTests/Python/setup.sh"),
      [environment.path] + (requirements.map { [$0.path] } ?? []))
    return environment.appending(path: "bin/python")
  }

  /// Makes a folder for `body` and removes it afterwards.
  static func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: "interop-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try await body(folder)
  }
}
