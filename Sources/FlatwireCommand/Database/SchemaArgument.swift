import FlatBuffersLanguage
import FlatBuffersReflection
import Foundation
import SharedBytes

/// A schema that a command is given as a file.
enum SchemaArgument {
  /// Reads a `.bfbs` file, or compiles any other one.
  ///
  /// - Throws: `InputError` with what is wrong with it.
  static func load(_ path: String) throws -> Schema {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw InputError("\(path) cannot be read")
    }
    if path.hasSuffix(".bfbs") {
      do {
        return try Schema(binary: .init(Array(data)))
      } catch {
        throw InputError("\(path): \(error)")
      }
    }
    let files = SchemaFiles { path in
      FileManager.default.contents(atPath: path).map {
        SchemaFiles.Found(identity: URL(filePath: path).standardizedFileURL.path, bytes: Array($0))
      }
    }
    let result = SchemaCompiler.compile(path, files: files)
    guard let compiled = result.schema else { throw InputError(result.report) }
    return compiled
  }
}
