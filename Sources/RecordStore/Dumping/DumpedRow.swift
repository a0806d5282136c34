import FlatBuffersReflection
import FlatBuffersRuntime
import SharedBytes

/// A row as one line of JSON: `{"table": "users", "key": "7", "record": { … }}`.
///
/// Where JSON by the schema can't say all that a record says, its bytes stand there, too, in hexadecimal: then
/// nothing is lost, and the bytes count.
struct DumpedRow {
  let text: String
  /// Whether the bytes had to be kept, because JSON does not say all.
  let needsBytes: Bool

  /// - Parameters:
  ///   - table: the table's name.
  ///   - key: the primary key as text.
  ///   - record: the record by the schema in the file.
  ///   - bytes: the record's bytes.
  ///   - withBytes: whether the bytes are kept in any case.
  init(table: String, key: String, _ record: DynamicTable, _ bytes: SharedBytes, withBytes: Bool) {
    let json = try? JSONPrinter.print(record, options: .lossless(isOneLine: true))
    needsBytes = json.map { !DumpedRow.saysAll($0, of: record) } ?? true
    var text = "{\"table\": \(JSONString.quoted(table)), \"key\": \(JSONString.quoted(key))"
    if let json { text += ", \"record\": \(json)" }
    if needsBytes || withBytes { text += ", \"bytes\": \"\(Hexadecimal.text([UInt8](bytes)))\"" }
    self.text = text + "}"
  }

  /// Whether a record that is built from the text is the same.
  private static func saysAll(_ json: String, of record: DynamicTable) -> Bool {
    guard let table = record.schema.rootTable,
      let bytes = try? JSONReader.build(SourceFile(path: "", text: json), as: table, of: record.schema),
      let built = try? DynamicTable(verifying: bytes, as: table, of: record.schema)
    else { return false }
    return built.holdsSameValues(as: record)
  }
}

extension DumpedRow {
  /// What a line says.
  struct Content {
    let table: ReflectedTable
    let key: String?
    let bytes: SharedBytes
  }

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - file: the line, under the name that messages give it.
  ///   - table: gives the table of a name.
  /// - Throws: ``Diagnostic`` with the place of what is wrong, and what `table` throws.
  static func parse(_ file: SourceFile, _ table: (String) throws -> ReflectedTable) throws -> Content {
    let line = try RecordLine(file)
    for name in line.names where !["table", "key", "record", "bytes"].contains(name) {
      throw line.fault("found '\(name)', expected 'table', 'key', 'record' and 'bytes'")
    }
    guard let name = try line.text("table") else { throw line.fault("found no 'table'") }
    let table = try table(name)
    let key = try line.text("key")
    if let text = try line.text("bytes") {
      guard let bytes = Hexadecimal.bytes(text) else {
        throw line.fault("found 'bytes' that are not hexadecimal, two digits for each")
      }
      return Content(table: table, key: key, bytes: SharedBytes(bytes))
    }
    guard let bytes = try line.record("record", as: table.record, of: table.schema) else {
      throw line.fault("found neither 'record' nor 'bytes'")
    }
    return Content(table: table, key: key, bytes: bytes)
  }
}
