internal import FlatBuffersSchema
internal import SharedBytes

extension DataMode {
  private var style: JSONReader.Options {
    var style = JSONReader.Options()
    style.forcesDefaults = options.forceDefaults
    style.skipsUnknownFields = options.unknownJSON
    style.isSizePrefixed = options.sizePrefixed
    return style
  }

  /// Writes the record a JSON file describes; reports what is wrong and returns whether it was written.
  func build(_ bytes: [UInt8], of file: String, _ schema: Schema, _ root: Int) -> Bool {
    let source = SourceFile(path: file, bytes: bytes)
    do throws(Diagnostic) {
      let record = try JSONReader.build(source, as: root, of: schema, options: style)
      return place.write([UInt8](record), as: "\(FileName.stem(file)).\(schema.fileExtension ?? "bin")")
    } catch {
      printError(error.rendered(in: source) + "\n")
      return false
    }
  }

  /// Writes the record that follows the declarations of a schema.
  func buildData(after file: String, _ schema: Schema) -> Bool {
    let source = SourceFile(path: file, bytes: Disk.read(file) ?? [])
    do throws(Diagnostic) {
      guard let record = try JSONReader.buildData(after: source, of: schema, options: style) else {
        printError("error: no data is given, and there is none of a root type in '\(file)'\n")
        return false
      }
      return place.write([UInt8](record), as: "\(FileName.stem(file)).\(schema.fileExtension ?? "bin")")
    } catch {
      printError(error.rendered(in: source) + "\n")
      return false
    }
  }
}
