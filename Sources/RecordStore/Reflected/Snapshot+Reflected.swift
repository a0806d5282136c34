public import FlatBuffersReflection
import LMDB
import SharedBytes

extension Snapshot {
  /// Finds a record by its primary key.
  ///
  /// - Parameter key: the key as text: `7`, or the string itself.
  /// - Returns: a verified copy of the record, or `nil` if there is none.
  /// - Throws: ``StoreError/Code/key`` if the text is no key of the table, ``StoreError/Code/invalidRecord`` for a
  ///   stored record that is none of its schema.
  public func get(_ table: ReflectedTable, _ key: String) throws(StoreError) -> DynamicTable? {
    let encoded = try table.encoded(key)
    let database = try database(of: table)
    guard let bytes = try value(database, encoded.bytes) else { return nil }
    return try record(encoded.bytes, bytes, of: table)
  }

  /// How many records a table holds. Constant time.
  public func count(_ table: ReflectedTable) throws(StoreError) -> Int { try count(database(of: table)) }

  /// Calls `body` with each row of a table in the order of the keys, until it gives false.
  ///
  /// - Parameter body: gets the primary key as text and a verified copy of the record.
  /// - Throws: ``StoreError/Code/invalidRecord`` with the key of a row that is no record of its schema, and what `body`
  ///   throws.
  public func walkRows(
    of table: ReflectedTable, _ body: (_ key: String, _ record: DynamicTable) throws -> Bool
  ) throws {
    let database = try database(of: table)
    do {
      var cursor = try base.cursor(database)
      while let row = try cursor.next() {
        try checkAgeIfCareful()
        guard try body(table.key.text(of: row.key), record(row.key, row.value, of: table)) else { return }
      }
    } catch let error as LMDBError {
      throw StoreError(error, "table \(table.name)")
    }
  }

  private func database(of table: ReflectedTable) throws(StoreError) -> Database {
    try checkAgeIfCareful()
    return try databaseOrThrow(table.definition)
  }

  private func record(
    _ key: RawSpan, _ bytes: RawSpan, of table: ReflectedTable
  ) throws(StoreError) -> DynamicTable {
    do throws(StoreError) {
      return try table.verified(SharedBytes(copying: bytes))
    } catch {
      throw StoreError(
        .invalidRecord, "row \(table.key.text(of: key)): \(error.message)", table: table.name,
        key: table.key.text(of: key), cause: error.cause)
    }
  }
}
