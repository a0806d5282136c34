internal import FlatBuffersSchema

extension SchemaCompilerCommand {
  /// Where what is made of an input goes; `-` is standard output.
  ///
  /// - Parameter fileName: the name it has in a folder.
  func outputPath(of fileName: String, extension: String) -> String {
    if let output { return output }
    guard let path = outputPath else { return fileName }
    if path == "-" || path.hasSuffix("." + `extension`) { return path }
    return SchemaFiles.normalize("\(path)/\(fileName)")
  }

  /// Writes what was made of an input; reports what went wrong and returns whether it was written.
  func write(_ bytes: [UInt8], of input: String, extension: String) -> Bool {
    let name = Self.baseName(of: input)
    let fileName = `extension` == "swift" ? "\(Self.fileName(of: input)).swift" : "\(name).\(`extension`)"
    let path = outputPath(of: fileName, extension: `extension`)
    guard let problem = path == "-" ? Disk.writeToStandardOutput(bytes) : Disk.write(bytes, to: path) else {
      return true
    }
    printError("error: the file '\(path)' cannot be written: \(problem)\n")
    return false
  }

  /// A path without its folder.
  static func fileName(of path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// A path without its folder and its extension.
  static func baseName(of path: String) -> String {
    let name = fileName(of: path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
