import Foundation
import Programs

/// A library that clients of the package name.
struct Product: CustomStringConvertible {
  let name: String
  var description: String { name }

  static let all = [
    "LMDB", "FlatBuffersRuntime", "FlatBuffersReflection", "FlatBuffersLanguage", "RecordStore", "WAMP",
    "WAMPClient", "WAMPRouter", "WAMPUplink", "RecordServices", "RecordClient", "EventHistory", "Flatwire",
  ].map(Product.init)

  private static let folder = SwiftCompiler.packageFolder

  /// A client that imports it and nothing else.
  var client: String { Self.folder.appending(path: "Tests/OneImportTests/Clients/\(name).swift").path() }

  /// Generated code beside the client: the article's zoo for records alone, else README's user and what is done with it.
  var schema: String {
    let schema = ["FlatBuffersRuntime", "Foundation"].contains(name) ? "zoo" : "stored"
    return Self.folder.appending(path: "Tests/FlatBuffersCodegenTests/Generated/\(schema).fbs.swift").path()
  }

  /// What it re-exports by name, as `Module.Type`; nothing without a file that says so.
  func reexports() throws -> Set<String> {
    let path = Self.folder.appending(path: "Sources/\(name)/Exports.swift").path()
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
    return Set(
      lines.filter { $0.hasPrefix("@_exported ") }.compactMap { line in
        line.split(separator: " ").last.map { String($0).replacing("::", with: ".") }
      })
  }

  /// The symbols that its module declares publicly.
  func symbols() async throws -> [SymbolGraph.Symbol] {
    try await SwiftCompiler(with: name).symbolGraphs(of: name).flatMap {
      try JSONDecoder().decode(SymbolGraph.self, from: $0).symbols
    }
  }
}
