internal import FlatBuffersCodegen
internal import FlatBuffersReflection
internal import SharedBytes

extension SchemaCompilerCommand {
  /// Writes the binary form of a schema; reports what is wrong with it and returns whether it was written.
  func writeBinarySchema(_ schema: Schema, of file: String, _ names: SchemaFileNames) -> Bool {
    let options = BinarySchemaOptions(documentation: bfbsComments, builtInAttributes: bfbsBuiltins)
    do {
      return outputPlace.write(
        Array(try schema.binary(options)), as: FileName.stem(names.name(of: file)) + ".bfbs")
    } catch {
      printError("\(file): error: \(error)\n")
      return false
    }
  }
}
