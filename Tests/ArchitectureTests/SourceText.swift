import Foundation

/// A Swift file as text, with its code apart from what is said in comments and strings.
struct SourceText: Sendable, CustomStringConvertible {
  /// The path from the package's folder.
  let path: String
  /// The lines as they are.
  let lines: [Substring]
  /// The lines without comments and without what stands in strings.
  let code: [String]

  init(path: String, _ text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    code = Self.code(of: text)
  }

  var description: String { path }
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }
  var isGenerated: Bool { path.contains("/Generated/") }

  /// `Target/File.swift`, which stays where a file moves from folder to folder.
  var key: String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? "\(parts[1])/\(name)" : name
  }

  private static func code(of text: String) -> [String] {
    var scanner = CodeScanner(text)
    return scanner.code().split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
}

extension SourceText {
  private static let folder = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The folder of the package.
  static var packageFolder: URL { folder }

  /// The Swift files under a folder of the package.
  static func all(under folder: String) throws -> [SourceText] {
    let root = packageFolder.appending(path: folder)
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    var found: [SourceText] = []
    while let file = files?.nextObject() as? URL {
      guard file.pathExtension == "swift", !file.path().contains("/.build/") else { continue }
      let path = folder + file.path().dropFirst(root.path().count)
      found.append(SourceText(path: path, try String(contentsOf: file, encoding: .utf8)))
    }
    return found.sorted { $0.path < $1.path }
  }
}
