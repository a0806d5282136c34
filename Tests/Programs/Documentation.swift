public import Foundation

/// What the package says of itself: README, and the articles that it leads to.
public enum Documentation {
  private static let package = URL(filePath: #filePath).appending(path: "../../..").standardized
  private static let articles = package.appending(path: "Sources/Flatwire/Flatwire.docc")

  /// Its files.
  public static func files() throws -> [URL] {
    let names = try FileManager.default.contentsOfDirectory(atPath: articles.path).sorted()
    return [package.appending(path: "README.md"), package.appending(path: "Benchmarks/README.md")]
      + names.map { articles.appending(path: $0) }
  }

  /// All of its text.
  public static func text() throws -> String {
    try files().map { try String(contentsOf: $0, encoding: .utf8) }.joined(separator: "\n")
  }

  /// The text of an article.
  public static func article(_ name: String) throws -> String {
    try String(contentsOf: articles.appending(path: "\(name).md"), encoding: .utf8)
  }
}
