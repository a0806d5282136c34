internal import FlatBuffersLanguage
internal import FlatBuffersReflection
package import FlatBuffersRuntime
internal import Foundation
internal import InterfaceCatalogs
internal import SharedBytes
package import WAMP

extension NodeConfiguration.Realm {
  /// The schemas that payloads are held against, read from their files.
  ///
  /// - Throws: `wamp.error.invalid_argument` with the file and what is wrong with it.
  package func schemas() throws(WAMPError) -> [EmbeddedSchema] {
    var schemas: [EmbeddedSchema] = []
    for path in inventory { schemas += try Self.schemas(path) }
    // What is wrong with their services is found here, too, before a router runs.
    _ = try PayloadInventory(schemas, validation)
    return schemas
  }

  /// The schema of a file, or all those of a catalog.
  private static func schemas(_ path: String) throws(WAMPError) -> [EmbeddedSchema] {
    let isCatalog = InterfaceCatalog.isName(path)
    guard let data = FileManager.default.contents(atPath: path) else {
      throw WAMPError(.invalidArgument, "the \(isCatalog ? "catalog" : "schema") \(path) cannot be read")
    }
    guard isCatalog else { return [try schema(path, data)] }
    let catalog: InterfaceCatalog
    do throws(CatalogError) {
      catalog = try InterfaceCatalog(archive: Array(data))
    } catch {
      throw WAMPError(.invalidArgument, "the catalog \(path) can't be read: \(error)")
    }
    var schemas: [EmbeddedSchema] = []
    for member in catalog.schemas { schemas.append(try schema("\(path)/\(member.path)", Data(member.bytes))) }
    return schemas
  }

  private static func schema(_ path: String, _ data: Data) throws(WAMPError) -> EmbeddedSchema {
    do {
      let schema = try load(path, data)
      // What comments say is told to who asks the realm for it.
      let options = BinarySchemaOptions(documentation: true, builtInAttributes: true)
      return EmbeddedSchema(
        name: path, fingerprint: schema.fingerprint, bytes: try schema.binary(options))
    } catch let error as WAMPError {
      throw error
    } catch {
      throw WAMPError(.invalidArgument, "the schema \(path) can't be loaded: \(error)")
    }
  }

  private static func load(_ path: String, _ data: Data) throws -> Schema {
    if path.hasSuffix(".bfbs") { return try Schema(binary: SharedBytes(Array(data))) }
    let result = SchemaCompiler.compile(path, files: .onDisk)
    guard let schema = result.schema else {
      throw WAMPError(.invalidArgument, "the schema \(path) has errors:\n\(result.report)")
    }
    return schema
  }
}

extension SchemaFiles {
  fileprivate static var onDisk: SchemaFiles {
    SchemaFiles { path in
      FileManager.default.contents(atPath: path).map {
        SchemaFiles.Found(identity: URL(filePath: path).standardizedFileURL.path, bytes: Array($0))
      }
    }
  }
}
