import FlatBuffersRuntime
package import SharedBytes

extension ServedTable {
  /// - Throws: ``StoreError/Code/invalidRecord`` with the path to what is wrong, if the bytes are no record of the table.
  package func verify(_ row: SharedBytes) throws(StoreError) {
    do throws(VerificationError) {
      try definition.record.verify(row.bytes)
    } catch {
      throw StoreError(
        .invalidRecord, "table \(name): the bytes are no \(record): \(error)", table: name, cause: error)
    }
  }
}

extension WriteTransaction {
  /// Stores a row in place of any with the same primary key, if that is as it should be.
  ///
  /// - Parameters:
  ///   - row: a record that was verified: see ``ServedTable/verify(_:)``.
  ///   - judge: asked with the row that is stored, `nil` if there is none; throws if it is not to be replaced.
  /// - Throws: what `judge` throws, or ``StoreError`` as for a typed put.
  @_lifetime(self: copy self)
  package mutating func put(
    verified row: SharedBytes, in table: ServedTable, over judge: (_ stored: RawSpan?) throws -> Void
  ) throws {
    // Sound because the bytes are verified.
    let record = unsafe TableView(unverifiedRoot: row.bytes)
    let entry = try self.table(table.definition)
    if let key = table.definition.integerKey?(record) {
      try judge(stored(key.bytes, in: table))
      try put(row.bytes, record, key.bytes, in: entry)
      return
    }
    var key = KeyEncoder()
    try encodePrimaryKey(of: record, table.definition, into: &key)
    try judge(stored(key.bytes, in: table))
    try put(row.bytes, record, key.bytes, in: entry)
  }

  /// Deletes a row, if it is as it should be.
  ///
  /// - Parameter judge: asked with the row, `nil` if there is none; throws if it is not to be deleted.
  /// - Throws: what `judge` throws, or ``StoreError``.
  @_lifetime(self: copy self)
  package mutating func delete(
    _ key: [UInt8], from table: ServedTable, if judge: (_ stored: RawSpan?) throws -> Void
  ) throws {
    // Bytes have no padding that could be read uninitialised.
    let bytes = unsafe key.span.bytes
    try judge(stored(bytes, in: table))
    _ = try delete(bytes, table.definition)
  }

  @_lifetime(borrow self)
  private func stored(_ key: RawSpan, in table: ServedTable) throws(StoreError) -> RawSpan? {
    try snapshot.row(of: table, key)
  }
}
