internal import FlatBuffersLanguage
internal import FlatBuffersReflection
internal import InterfaceCatalogs
internal import SharedBytes

/// A schema named on the command line, or in a catalog named there.
struct SchemaInput {
  let path: String
  let bytes: [UInt8]
  private let includeFolders: [String]

  /// The schema of a file, or all those of a catalog; reports what cannot be read.
  static func all(at path: String, includeFolders: [String]) -> [SchemaInput]? {
    guard InterfaceCatalog.isName(path) else {
      return SchemaInput(path: path, includeFolders: includeFolders).map { [$0] }
    }
    guard let bytes = Disk.readOrReport(path) else { return nil }
    do throws(CatalogError) {
      return try InterfaceCatalog(archive: bytes).schemas.map { schema in
        SchemaInput(path: "\(path)/\(schema.path)", bytes: schema.bytes, includeFolders: includeFolders)
      }
    } catch {
      printError("\(path): error: \(error)\n")
      return nil
    }
  }

  private init(path: String, bytes: [UInt8], includeFolders: [String]) {
    self.path = path
    self.bytes = bytes
    self.includeFolders = includeFolders
  }

  /// Reads the file; reports why it cannot be read.
  init?(path: String, includeFolders: [String]) {
    guard let bytes = Disk.readOrReport(path) else { return nil }
    self.init(path: path, bytes: bytes, includeFolders: includeFolders)
  }

  private var isBinary: Bool { bytes.dropFirst(4).starts(with: "BFBS".utf8) }

  /// The schema of the binary form; reports what is wrong with it.
  func binarySchema() -> Schema? {
    guard isBinary else {
      printError("\(path): error: found no binary schema, expected what schemac writes with --bfbs\n")
      return nil
    }
    do {
      return try Schema(binary: SharedBytes(bytes))
    } catch {
      printError("\(path): error: \(error)\n")
      return nil
    }
  }

  /// The schema of either form, told apart by the identifier; reports what is wrong with it.
  func schema() -> Schema? {
    if isBinary { return binarySchema() }
    let result = SchemaCompiler.compile(path, includeFolders: includeFolders, files: files)
    printError(result.report)
    return result.schema
  }

  /// The files of the machine; this one is not read again, as it may be a pipe.
  private var files: SchemaFiles {
    SchemaFiles { [path, bytes] other in
      other == path
        ? SchemaFiles.Found(identity: Disk.identity(of: path), bytes: bytes) : SchemaFiles.disk.read(other)
    }
  }
}

extension Schema {
  /// The table with a name; reports that there is none.
  func tableOrReport(_ name: String) -> Int? {
    if let index = table(named: name) { return index }
    printError("error: the schema has no table '\(name)', or several in different namespaces\n")
    return nil
  }
}
