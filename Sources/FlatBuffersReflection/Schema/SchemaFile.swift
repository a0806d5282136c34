/// A file that is part of a schema, as binary schemas name it.
public struct SchemaFile: Sendable, Equatable {
  /// The path as diagnostics and definitions have it.
  public var path: String
  /// The path from the main file's folder, which is written `//`.
  public var name: String
  /// The names of the files it includes.
  public var includes: [String]

  package init(path: String, name: String, includes: [String]) {
    self.path = path
    self.name = name
    self.includes = includes
  }

  /// The name of a file: the way from the main file's folder to it.
  ///
  /// - Parameters:
  ///   - identity: the file's normalized path.
  ///   - main: the main file's normalized path.
  package static func name(of identity: String, from main: String) -> String {
    let folder = main.split(separator: "/").dropLast()
    let parts = identity.split(separator: "/")
    guard identity.hasPrefix("/") == main.hasPrefix("/"), let file = parts.last else {
      return "//" + identity
    }
    var common = 0
    while common < folder.count, common < parts.count - 1, folder[common] == parts[common] { common += 1 }
    let up = [Substring](repeating: "..", count: folder.count - common)
    return "//" + (up + parts[common..<(parts.count - 1)] + [file]).joined(separator: "/")
  }
}

extension Schema {
  /// The paths of a file and of all it includes, directly or not; of all files if the schema has none of that path.
  package func files(includedBy path: String) -> Set<String> {
    let byName = Dictionary(files.map { ($0.name, $0) }) { first, _ in first }
    guard let start = files.first(where: { $0.path == path }) else { return Set(files.map(\.path)) }
    var found: Set<String> = [path]
    var waiting = [start]
    while let file = waiting.popLast() {
      for include in file.includes.compactMap({ byName[$0] }) where found.insert(include.path).inserted {
        waiting.append(include)
      }
    }
    return found
  }
}
