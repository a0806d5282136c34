internal import FlatBuffersLanguage
internal import FlatBuffersReflection

/// Where what is made of the inputs goes.
enum OutputPlace {
  case standardOutput
  case file(String)
  /// Made when it is written to.
  case folder(String)

  /// What a path on the command line means.
  ///
  /// - Parameters:
  ///   - path: `-` for standard output; a folder if it is one or ends like one; `nil` for the working folder.
  ///   - isFile: whether any other path is a file's.
  init(_ path: String?, isFile: (String) -> Bool) {
    guard let path else {
      self = .folder("")
      return
    }
    if path == "-" {
      self = .standardOutput
    } else if path.hasSuffix("/") || Disk.isFolder(path) {
      self = .folder(path)
    } else {
      self = isFile(path) ? .file(path) : .folder(path)
    }
  }

  /// The path of what has the name given in a folder.
  func path(of fileName: String) -> String {
    switch self {
    case .standardOutput: "-"
    case .file(let path): path
    case .folder(""): fileName
    case .folder(let folder): SchemaFiles.normalize("\(folder)/\(fileName)")
    }
  }

  /// A folder beside what is written here; `nil` beside standard output.
  func folder(named name: String) -> OutputPlace? {
    switch self {
    case .standardOutput: nil
    case .file(let path):
      .folder(path.lastIndex(of: "/").map { String(path[...$0]) + name } ?? name)
    case .folder(""): .folder(name)
    case .folder(let folder): .folder("\(folder)/\(name)")
    }
  }

  /// Writes what has the name given in a folder; reports what went wrong and returns whether it was written.
  func write(_ bytes: [UInt8], as fileName: String) -> Bool {
    let path = path(of: fileName)
    var problem: String?
    switch self {
    case .standardOutput: problem = Disk.writeToStandardOutput(bytes)
    case .file: problem = Disk.write(bytes, to: path)
    case .folder where fileName.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == 0 }):
      // A schema's file extension can be any text, which must not lead to another folder.
      problem = "its name has a '/' or a zero byte"
    case .folder(let folder): problem = Disk.makeFolder(folder) ?? Disk.write(bytes, to: path)
    }
    guard let problem else { return true }
    printError("error: the file '\(path)' cannot be written: \(problem)\n")
    return false
  }
}
