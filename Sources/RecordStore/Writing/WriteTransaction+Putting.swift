public import FlatBuffersRuntime
import LMDB
public import SharedBytes

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
  @_lifetime(self: copy self)
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ draft: Record.Draft, in table: Table<Record, Key>
  ) throws(StoreError) {
    let scratch = scratch
    scratch.builder.reset()
    let size = try WriteTransaction.build(draft, as: Record.self, with: &scratch.builder)
    try put(&scratch.builder, size: size, table.definition)
  }

  /// Stores the record that was just built.
  @_lifetime(self: copy self)
  private mutating func put(
    _ builder: inout Builder, size: Int, _ definition: TableDefinition
  ) throws(StoreError) {
    let table = try self.table(definition)
    if definition.keyReadsVectors || table.keysReadVectors { builder.completeDeferred() }
    // Sound because the builder just made these bytes.
    let database = try database(of: table)
    let key = try enter(unsafe TableView(unverifiedRoot: builder.finishedBytes), definition, in: table)
    do throws(LMDBError) {
      var place = try base.reserve(key.bytes, size: size, in: database, paddedTo: 8)
      builder.write(to: &place)
    } catch {
      throw StoreError(error, "table \(definition.name)")
    }
  }

  /// Stores a record's bytes as they are, in place of any with the same primary key.
  ///
  /// - Throws: as for a draft.
  @inlinable @_lifetime(self: copy self)
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ buffer: RecordBuffer<Record>, in table: Table<Record, Key>
  ) throws(StoreError) {
    try put(verified: buffer.bytes.bytes, table.definition)
  }

  /// Stores a copy of a record read elsewhere, in place of any with the same primary key.
  ///
  /// A record's bytes are stored as they are; a table nested in a record is built anew.
  ///
  /// - Throws: as for a draft.
  @inlinable @_lifetime(self: copy self)
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ record: Record, in table: Table<Record, Key>
  ) throws(StoreError) {
    if let bytes = record.recordBytes {
      try put(verified: bytes, table.definition)
    } else {
      try put(record.draft, in: table)
    }
  }

  private static func build<Record: FlatTable & ~Escapable>(
    _ draft: Record.Draft, as type: Record.Type, with builder: inout Builder
  ) throws(StoreError) -> Int {
    do throws(BuildError) {
      let root = try draft.write(to: &builder)
      return try builder.finishedSize(root, identifier: Record.Draft.fileIdentifier)
    } catch {
      throw StoreError(.recordTooLarge, "a \(Record.schemaName) can't be built: \(error)", cause: error)
    }
  }

  /// Stores bytes that hold a verified record of the table.
  @usableFromInline @_lifetime(self: copy self)
  mutating func put(verified bytes: RawSpan, _ definition: TableDefinition) throws(StoreError) {
    let table = try self.table(definition)
    // Sound because the callers take the bytes from a record buffer or a view.
    let database = try database(of: table)
    let key = try enter(unsafe TableView(unverifiedRoot: bytes), definition, in: table)
    try store(key.bytes, bytes, in: database, "table \(definition.name)")
  }

  /// Brings the indexes of a table up to date with a record that is about to be stored.
  ///
  /// - Returns: the record's primary key.
  @_lifetime(self: copy self)
  private mutating func enter(
    _ record: borrowing TableView, _ definition: TableDefinition, in table: OpenTables.TableEntry
  ) throws(StoreError) -> KeyEncoder {
    var key = KeyEncoder()
    definition.encodeKey(copy record, &key)
    guard !key.isTooLong, !key.isEmpty else {
      throw StoreError(
        .key,
        key.isEmpty
          ? "table \(definition.name): the record has no primary key"
          : "table \(definition.name): the primary key takes more than \(KeyEncoder.limit) bytes")
    }
    try rowChanges(key.bytes, in: table, to: record)
    return key
  }

  private func database(of table: OpenTables.TableEntry) throws(StoreError) -> Database {
    if let database = table.database { return database }
    throw unsafe tables.takeUnretainedValue().missing(table.definition)
  }

  func table(_ definition: TableDefinition) throws(StoreError) -> OpenTables.TableEntry {
    try unsafe tables.takeUnretainedValue().table(definition)
  }
}
