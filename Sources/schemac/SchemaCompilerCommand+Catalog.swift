internal import ArgumentParser
internal import FlatBuffersCodegen
internal import FlatBuffersReflection
internal import InterfaceCatalogs
internal import SharedBytes

extension SchemaCompilerCommand {
  func checkCatalog() throws {
    if writesSchema || olderVersion != nil { throw ValidationError("--catalog stands alone.") }
    if output != nil, outputPath != nil { throw ValidationError("Give either --output or -o.") }
  }

  /// Writes the catalog of schemas; reports what is wrong and returns whether it was written.
  func writeCatalog(
    _ path: String, of inputs: [SchemaInput], _ names: SchemaFileNames
  ) throws -> Bool {
    guard let bytes = Disk.readOrReport(path) else { return false }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      printError("\(path): error: it is not UTF-8\n")
      return false
    }
    var schemas: [InterfaceCatalog.Member] = []
    for input in inputs {
      guard let schema = input.schema(), let binary = binarySchema(schema, of: input.path) else {
        return false
      }
      let name = FileName.stem(names.name(of: input.path))
      schemas.append(InterfaceCatalog.Member(path: "schema/\(name).bfbs", bytes: binary))
    }
    do throws(CatalogError) {
      let catalog = try InterfaceCatalog(text: text, schemas: schemas)
      return outputPlace.write(try catalog.archive(), as: "\(catalog.name).zip")
    } catch {
      printError("\(path): error: \(error)\n")
      return false
    }
  }

  /// What a catalog has of a schema: all that is known of it.
  private func binarySchema(_ schema: Schema, of file: String) -> [UInt8]? {
    do {
      return Array(try schema.binary(BinarySchemaOptions(documentation: true, builtInAttributes: true)))
    } catch {
      printError("\(file): error: \(error)\n")
      return nil
    }
  }
}
