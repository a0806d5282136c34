internal import FlatBuffersSchema
internal import SharedBytes

extension DataMode {
  /// Writes the record a JSON file describes.
  func build(_ bytes: [UInt8], of file: String, _ schema: Schema, _ root: Int) -> Bool {
    var style = JSONReader.Options()
    style.forcesDefaults = options.forceDefaults
    style.skipsUnknownFields = options.unknownJSON
    style.isSizePrefixed = options.sizePrefixed
    let source = SourceFile(path: file, bytes: bytes)
    do throws(Diagnostic) {
      let record = try JSONReader.build(source, as: root, of: schema, options: style)
      return write([UInt8](record), of: file, extension: schema.fileExtension ?? "bin")
    } catch {
      printError(error.rendered(in: source) + "\n")
      return false
    }
  }
}
