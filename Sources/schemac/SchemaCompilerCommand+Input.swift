internal import FlatBuffersSchema
internal import SharedBytes

extension SchemaCompilerCommand {
  /// Reads a schema of either form, told apart by the identifier; reports what is wrong with it.
  func readSchema(_ path: String, includeFolders: [String]) -> Schema? {
    if let bytes = Disk.read(path), bytes.count >= 8, bytes[4..<8].elementsEqual("BFBS".utf8) {
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
