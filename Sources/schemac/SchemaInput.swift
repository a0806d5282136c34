internal import FlatBuffersSchema
internal import SharedBytes

/// A schema named on the command line.
struct SchemaInput {
  let path: String
  let includeFolders: [String]

  /// Reads a schema of either form, told apart by the identifier; reports what is wrong with it.
  func read() -> Schema? {
    if let bytes = Disk.read(path), bytes.dropFirst(4).starts(with: "BFBS".utf8) {
      do {
        return try Schema(binary: SharedBytes(bytes))
      } catch {
        printError("\(path): error: \(error)\n")
        return nil
      }
    }
    let result = SchemaCompiler.compile(path, includeFolders: includeFolders, files: .disk)
    printError(result.report)
    return result.schema
  }
}

/// The parts of an input's path that outputs are named by.
enum FileName {
  /// A path without its folder.
  static func name(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// A path without its folder and its extension.
  static func stem(_ path: String) -> String {
    let name = name(path)
    guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return name }
    return String(name[..<dot])
  }
}
