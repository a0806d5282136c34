/// A file that is part of a schema, as binary schemas name it.
public struct SchemaFile: Sendable, Equatable {
  /// The path as diagnostics and definitions have it.
  public var path: String
  /// The path from the main file's folder, which is written `//`.
  public var name: String
  /// The names of the files it includes.
  public var includes: [String]

  /// The name of a file: the way from the main file's folder to it.
  ///
  /// - Parameters:
  ///   - identity: the file's normalized path.
  ///   - main: the main file's normalized path.
  static func name(of identity: String, from main: String) -> String {
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
