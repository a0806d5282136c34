public import FlatBuffersReflection
public import SharedBytes

extension WriteTransaction {
  /// Builds a record from JSON by the table's schema and stores it, in place of any with the same primary key.
  ///
  /// All indexes of the table are brought up to date, as by a typed put.
  ///
  /// - Parameter json: an object with the record's fields; comments, names without quotes and trailing commas are fine.
  /// - Throws: ``StoreError/Code/invalidRecord`` with line and column of what is wrong; else as for a typed put.
  @_lifetime(self: copy self)
  public mutating func put(json: String, in table: ReflectedTable) throws(StoreError) {
    let bytes: SharedBytes
    do throws(Diagnostic) {
      bytes = try JSONReader.build(
        SourceFile(path: "table \(table.name)", text: json), as: table.record, of: table.schema)
    } catch {
      throw StoreError(.invalidRecord, "\(error)", table: table.name, cause: error)
    }
    try put(verifying: bytes, in: table)
  }

  /// Stores a record's bytes as they are, after verifying them by the table's schema, in place of any with the same
  /// primary key.
  ///
  /// - Throws: ``StoreError/Code/invalidRecord`` with the path to what is wrong; else as for a typed put.
  @_lifetime(self: copy self)
  public mutating func put(verifying bytes: SharedBytes, in table: ReflectedTable) throws(StoreError) {
    _ = try table.verified(bytes)
    try put(verified: bytes.bytes, table.definition)
  }

  /// Deletes a record and its entries in all indexes.
  ///
  /// - Parameter key: the primary key as text: `7`, or the string itself.
  /// - Returns: whether there was one.
  /// - Throws: ``StoreError/Code/key`` if the text is no key of the table.
  @_lifetime(self: copy self) @discardableResult
  public mutating func delete(_ table: ReflectedTable, _ key: String) throws(StoreError) -> Bool {
    let encoded = try table.encoded(key)
    return try delete(encoded.bytes, table.definition)
  }

  /// Finds a record by its primary key, as ``Snapshot/get(_:_:)-(ReflectedTable,String)`` does.
  public func get(_ table: ReflectedTable, _ key: String) throws(StoreError) -> DynamicTable? {
    try snapshot.get(table, key)
  }
}
