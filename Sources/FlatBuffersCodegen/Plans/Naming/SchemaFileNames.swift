internal import FlatBuffersLanguage

/// What is written for the schemas of one module is named after: each after its file, and after as many of the folders it
/// lies in as it takes to tell it from the others.
package struct SchemaFileNames {
  /// The folders before each file's name, by its normalized path.
  private var folders: [String: [String]] = [:]
  /// Files that cannot be told apart, as their whole paths make the same name.
  package private(set) var collisions: [(String, String)] = []

  package init(_ paths: [String]) {
    var unique = Set(paths.map(SchemaFiles.normalize)).sorted()
    for path in unique { folders[path] = [] }
    while true {
      let meetings = Dictionary(grouping: unique) { key(of: $0) }.values.filter { $0.count > 1 }
      if meetings.isEmpty { return }
      for paths in meetings {
        let longer = paths.filter { extend($0) }
        guard longer.isEmpty else { continue }
        collisions.append((paths[0], paths[1]))
        unique.removeAll { paths.contains($0) }
      }
    }
  }

  /// A file's name, behind those of folders where it needs them: `a_types.fbs`.
  package func name(of path: String) -> String {
    (folders(of: path) + [Self.parts(path).last ?? path]).joined(separator: "_")
  }

  /// The folders that stand before a file's name.
  package func folders(of path: String) -> [String] { folders[SchemaFiles.normalize(path)] ?? [] }

  /// What may not be the same for two files: neither to Swift, nor where lower and upper case are one.
  private func key(of path: String) -> String {
    let name = name(of: path)
    let stem = name.lastIndex(of: ".").map { $0 == name.startIndex ? name : String(name[..<$0]) } ?? name
    return SwiftName.typePrefix(stem).lowercased()
  }

  /// Puts one more folder before a name; returns whether there is one.
  private mutating func extend(_ path: String) -> Bool {
    let all = Self.parts(path).dropLast()
    let count = folders[path, default: []].count
    guard count < all.count else { return false }
    folders[path] = Array(all.suffix(count + 1))
    return true
  }

  private static func parts(_ path: String) -> [String] {
    SchemaFiles.normalize(path).split(separator: "/").map(String.init)
  }
}
