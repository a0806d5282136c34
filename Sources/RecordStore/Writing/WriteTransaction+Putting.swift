public import FlatBuffersRuntime
import LMDB
import SharedBytes

extension WriteTransaction {
  /// Builds a record and stores it, in place of any with the same primary key.
  ///
  /// All indexes of the table are brought up to date.
  ///
  /// That a unique index would hold a value twice is found when the write's body ends: until then records may swap
  /// values in any order.
  ///
  /// - Throws: ``StoreError`` if a key is too long, or the store is full. Nothing has changed then, except if the
  ///   store is full: then the whole transaction fails.
  @inlinable @_lifetime(self: copy self)
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ draft: Record.Draft, in table: Table<Record, Key>
  ) throws(StoreError) {
    _ = try build(draft, as: Record.self, in: table.definition, .put(nil))
  }

  /// Builds a record and stores it if a condition holds.
  ///
  /// - Returns: whether it was stored.
  /// - Throws: as for a put without a condition.
  @_lifetime(self: copy self) @discardableResult
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ draft: Record.Draft, in table: Table<Record, Key>, if condition: WriteCondition<Record>
  ) throws(StoreError) -> Bool {
    try build(draft, as: Record.self, in: table.definition, .put(condition.state))
  }

  /// Stores a record's bytes as they are, in place of any with the same primary key.
  ///
  /// - Throws: as for a draft.
  @_lifetime(self: copy self)
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ buffer: RecordBuffer<Record>, in table: Table<Record, Key>
  ) throws(StoreError) {
    try put(verified: buffer.bytes.bytes, table.definition)
  }

  /// Stores a record's bytes as they are if a condition holds.
  ///
  /// - Returns: whether they were stored.
  /// - Throws: as for a draft.
  @_lifetime(self: copy self) @discardableResult
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ buffer: RecordBuffer<Record>, in table: Table<Record, Key>, if condition: WriteCondition<Record>
  ) throws(StoreError) -> Bool {
    try put(verified: buffer.bytes.bytes, table.definition, .put(condition.state))
  }

  /// Stores a copy of a record read elsewhere, in place of any with the same primary key.
  ///
  /// A record's bytes are stored as they are; a table nested in a record is built anew.
  ///
  /// - Throws: as for a draft.
  @_lifetime(self: copy self)
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ record: Record, in table: Table<Record, Key>
  ) throws(StoreError) {
    if let bytes = record.recordBytes {
      try put(verified: bytes, table.definition)
    } else {
      try put(record.draft, in: table)
    }
  }

  /// Stores a record's bytes as they are, after verifying them, in place of any with the same primary key.
  ///
  /// - Throws: ``StoreError/Code/invalidRecord`` with the path to the first fault if they are no such record; else as
  ///   for a draft.
  @_lifetime(self: copy self)
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    verifying bytes: RawSpan, in table: Table<Record, Key>
  ) throws(StoreError) {
    do throws(VerificationError) {
      try Verifier.verify(bytes, as: Record.self)
    } catch {
      let name = table.definition.name
      throw StoreError(
        .invalidRecord, "table \(name): the bytes to be put are no \(Record.schemaName): \(error)",
        table: name,
        cause: error)
    }
    try put(verified: bytes, table.definition)
  }
}

extension WriteTransaction {
  /// Builds a record and stores it as a new one.
  ///
  /// - Throws: ``StoreError/Code/recordExists`` with the key if there is a record with that primary key, nothing has
  ///   changed then; else as for a put.
  @inlinable @_lifetime(self: copy self)
  public mutating func insert<Record: FlatTable & ~Escapable, Key>(
    _ draft: Record.Draft, into table: Table<Record, Key>
  ) throws(StoreError) {
    _ = try build(draft, as: Record.self, in: table.definition, .insert)
  }

  /// Stores a record's bytes as they are, as a new record.
  ///
  /// - Throws: as for a draft.
  @_lifetime(self: copy self)
  public mutating func insert<Record: FlatTable & ~Escapable, Key>(
    _ buffer: RecordBuffer<Record>, into table: Table<Record, Key>
  ) throws(StoreError) {
    try put(verified: buffer.bytes.bytes, table.definition, .insert)
  }

  /// Changes some fields of a record.
  ///
  ///     try txn.update(.users, 7) { user in user.team = 2 }
  ///
  /// - Parameter change: changes a copy of the record, which is then stored in its place. Fields that only newer
  ///   schemas know stay. It may not change the primary key: delete the record and put another one for that.
  /// - Returns: whether there is such a record; `change` was not called otherwise.
  /// - Throws: ``StoreError/Code/key`` if the primary key was changed; what `change` throws, nothing has changed then;
  ///   else as for a put.
  @_lifetime(self: copy self) @discardableResult
  public mutating func update<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key, _ change: (inout Record.Draft) throws -> Void
  ) throws -> Bool {
    guard var draft = try get(table, key)?.draft else { return false }
    try change(&draft)
    let encoded = key.encoded
    return try build(draft, as: Record.self, in: table.definition, .update(key: [UInt8](encoded.bytes)))
  }
}
