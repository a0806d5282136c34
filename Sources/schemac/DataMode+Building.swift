internal import FlatBuffersReflection
internal import SharedBytes

extension DataMode {
  private var style: JSONReader.Options {
    var style = JSONReader.Options()
    style.forcesDefaults = options.forceDefaults
    style.skipsUnknownFields = options.unknownJSON
    style.isSizePrefixed = options.sizePrefixed
    style.isStrict = options.strictJSON
    return style
  }

  /// Writes the record a JSON file describes; reports what is wrong and returns whether it was written.
  func build(_ bytes: [UInt8], of file: String, _ schema: Schema, _ root: Int) -> Bool {
    build(SourceFile(path: file, bytes: bytes), schema) { source throws(Diagnostic) in
      try JSONReader.build(source, as: root, of: schema, options: style)
    }
  }

  /// Writes the record that follows the declarations of a schema.
  func buildData(_ schema: Schema) -> Bool {
    build(SourceFile(path: input.path, bytes: input.bytes), schema) { source throws(Diagnostic) in
      let record = try JSONReader.buildData(after: source, of: schema, options: style)
      if record == nil {
        printError("error: no data is given, and there is none of a root type in '\(source.path)'\n")
      }
      return record
    }
  }

  /// - Parameter record: makes the record of a file's text; `nil` if there is none, which it reports itself.
  private func build(
    _ source: SourceFile, _ schema: Schema, _ record: (SourceFile) throws(Diagnostic) -> SharedBytes?
  ) -> Bool {
    do throws(Diagnostic) {
      guard let record = try record(source) else { return false }
      let name = FileName.stem(source.path)
      return place.write([UInt8](record), as: "\(name).\(schema.fileExtension ?? "bin")")
    } catch {
      printError(error.rendered(in: source) + "\n")
      return false
    }
  }
}
