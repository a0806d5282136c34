import Foundation
import Programs

/// What `Package.swift` says, as SwiftPM reads it.
struct Manifest: Decodable {
  struct Target: Decodable {
    let name: String
    let type: String
    /// The folder; `nil` where its name says it.
    let path: String?
    /// The targets and products it names.
    let dependencies: Set<String>
    /// What in its folder is not compiled.
    let exclude: [String]

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      name = try fields.decode(String.self, forKey: .name)
      type = try fields.decode(String.self, forKey: .type)
      path = try fields.decodeIfPresent(String.self, forKey: .path)
      dependencies = Set(try fields.decode([Dependency].self, forKey: .dependencies).map(\.name))
      exclude = try fields.decode([String].self, forKey: .exclude)
    }

    private enum Key: CodingKey { case name, type, path, dependencies, exclude }

    private var folder: String { path ?? (type == "test" ? "Tests/\(name)" : "Sources/\(name)") }

    /// Its Swift files.
    func files() throws -> [SourceText] {
      try SourceText.all(under: folder).filter { file in
        !exclude.contains { file.path.hasPrefix("\(folder)/\($0)") }
      }
    }
  }

  /// `{"byName": ["LMDB", null]}` or `{"product": ["Logging", "swift-log", …]}`: the name stands first.
  private struct Dependency: Decodable {
    let name: String

    init(from decoder: any Decoder) throws {
      let kinds = try decoder.singleValueContainer().decode([String: [Part]].self)
      name = kinds.values.first?.first?.text ?? ""
    }
  }

  /// Text, or what else stands beside it.
  private struct Part: Decodable {
    let text: String?

    init(from decoder: any Decoder) throws {
      text = try? decoder.singleValueContainer().decode(String.self)
    }
  }

  let targets: [Target]

  /// Asks SwiftPM, in a folder of its own: the one of the package is locked while its tests run.
  static func read() async throws -> Manifest {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "manifest-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    let arguments = [
      "package", "--package-path", SourceText.packageFolder.path(), "--scratch-path", scratch.path(),
      "dump-package",
    ]
    let outcome = try await Program(named: "swift", arguments).run()
    return try JSONDecoder().decode(Manifest.self, from: Data(outcome.output.utf8))
  }
}
