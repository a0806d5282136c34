/// Where a schema's files come from: a file system, or memory in tests.
public struct SchemaFiles {
  /// A file that was found.
  public struct Found {
    /// The same for every spelling of the file's path, so that a file is read once.
    public var identity: String
    public var bytes: [UInt8]

    public init(identity: String, bytes: [UInt8]) {
      self.identity = identity
      self.bytes = bytes
    }
  }

  /// Reads the file at a path; `nil` if there is none that can be read.
  public var read: (String) -> Found?

  public init(read: @escaping (String) -> Found?) {
    self.read = read
  }

  /// Files held in memory, by their normalized paths.
  public init(_ texts: [String: String]) {
    self.init { path in
      let path = SchemaFiles.normalize(path)
      return texts[path].map { Found(identity: path, bytes: Array($0.utf8)) }
    }
  }

  /// The path without `.`, and without `..` where a folder stands before it.
  package static func normalize(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." {
        parts.removeLast()
      } else {
        parts.append(part)
      }
    }
    return (path.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
  }

  /// A path relative to a folder, itself if it is absolute.
  static func join(_ folder: String, _ path: String) -> String {
    folder.isEmpty || path.hasPrefix("/") ? path : folder.hasSuffix("/") ? folder + path : "\(folder)/\(path)"
  }

  /// The folder a file is in; empty for a file in the current one.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "" }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
