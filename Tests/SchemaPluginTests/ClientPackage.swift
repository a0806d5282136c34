import Foundation
import Programs
import Testing

/// A copy of a package that depends on this one, in a folder that goes with it.
final class ClientPackage {
  private let name: String
  private let folder: URL
  private static let tests = URL(filePath: #filePath).deletingLastPathComponent()
  private static let flatwire = tests.deletingLastPathComponent().deletingLastPathComponent()
  /// Where all copies are built, one after the other and in later runs, too: what they depend on is built once.
  private static let scratch = flatwire.appending(path: ".build/client")

  /// - Parameter name: the folder beside this file that is copied, and the executable that is made of it.
  init(_ name: String = "Client") throws {
    self.name = name
    let files = FileManager.default
    folder = files.temporaryDirectory.appending(path: "flatwire-client-\(UUID().uuidString)")
    try files.copyItem(at: Self.tests.appending(path: name), to: folder)
    // The versions this package was resolved to are in the cache already: no network is needed.
    let pins = "Package.resolved"
    if files.fileExists(atPath: Self.flatwire.appending(path: pins).path) {
      try files.copyItem(at: Self.flatwire.appending(path: pins), to: folder.appending(path: pins))
    }
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func build() async throws -> Program.Outcome { try await swift("build") }

  /// Runs `swift package schema-baseline`.
  func keepBaselines(_ arguments: String...) async throws -> Program.Outcome {
    try await swift("package", ["--allow-writing-to-package-directory", "schema-baseline"] + arguments)
  }

  /// Runs the executable that was built.
  func run(_ arguments: String...) async throws -> Program.Outcome {
    try await Program(executable, arguments).run()
  }

  /// Keeps the executable that was built, for when it was built anew.
  ///
  /// - Returns: what runs it.
  func keptExecutable() throws -> ([String]) async throws -> Program.Outcome {
    let kept = folder.appending(path: "kept-\(UUID().uuidString)")
    try FileManager.default.copyItem(at: executable, to: kept)
    return { try await Program(kept, $0).run() }
  }

  private var executable: URL { Self.scratch.appending(path: "debug/\(name)") }

  private func swift(_ command: String, _ arguments: [String] = []) async throws -> Program.Outcome {
    let command = Program(
      named: "swift", [command, "--scratch-path", Self.scratch.path] + arguments, in: folder,
      environment: ["FLATWIRE_PACKAGE": Self.flatwire.path])
    let outcome = try await command.run()
    // SwiftPM's own process can die of a signal in libdispatch while it runs a plugin: that is not what is tested.
    return outcome.status < 0 ? try await command.run() : outcome
  }

  // MARK: - Files

  /// Where a file of the package lies.
  func path(of file: String) -> String { folder.appending(path: file).path }

  /// The bytes of a file; `nil` if it does not exist.
  func read(_ path: String) -> Data? { try? Data(contentsOf: folder.appending(path: path)) }

  func write(_ text: String, to path: String) throws {
    try text.write(to: folder.appending(path: path), atomically: true, encoding: .utf8)
  }

  func edit(_ path: String, replacing old: String, with new: String) throws {
    let text = String(decoding: try #require(read(path)), as: UTF8.self)
    try #require(text.contains(old))
    try write(text.replacing(old, with: new), to: path)
  }
}
