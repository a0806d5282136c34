import Foundation

/// A source file that is compiled by a test.
struct Fixture: CustomStringConvertible, Sendable {
  let path: String

  var name: String { URL(filePath: path).lastPathComponent }
  var description: String { name }

  /// What the first line asks for: `// error: …`.
  var expectedError: String? { expected("error") }

  /// What the first line asks for: `// warning: …`.
  var expectedWarning: String? { expected("warning") }

  private func expected(_ kind: String) -> String? {
    guard let source = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
    let mark = "// \(kind): "
    guard let line = source.split(separator: "\n").first, line.hasPrefix(mark) else { return nil }
    return String(line.dropFirst(mark.count))
  }

  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")

  static func all(in kind: String) -> [Fixture] {
    let folder = folder.appending(path: kind)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted()
      .map { Fixture(path: folder.appending(path: $0).path()) }
  }
}
