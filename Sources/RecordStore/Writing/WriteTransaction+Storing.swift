public import FlatBuffersRuntime
import LMDB
import SharedBytes

/// How a record comes into a table.
@usableFromInline
enum Storing {
  /// In place of any with its key, if what is stored there is as it should be.
  case put(StoredState?)
  /// As a new one.
  case insert
  /// In place of the one with this key.
  case update(key: [UInt8])
  /// As the last one.
  case append
}

extension WriteTransaction {
  /// Builds a record and stores it.
  ///
  /// - Returns: whether it was stored: a condition may not hold.
  @inlinable @_lifetime(self: copy self)
  mutating func build<Record: FlatTable & ~Escapable>(
    _ draft: Record.Draft, as type: Record.Type, in definition: TableDefinition, _ storing: Storing
  ) throws(StoreError) -> Bool {
    let builder = unsafe builder
    unsafe builder.pointee.reset()
    let size: Int
    do throws(BuildError) {
      let root = unsafe try draft.write(to: &builder.pointee)
      size = unsafe try builder.pointee.finishedSize(root, identifier: Record.Draft.fileIdentifier)
    } catch {
      throw StoreError(error, building: Record.schemaName, for: definition)
    }
    return unsafe try store(&builder.pointee, size: size, in: definition, storing)
  }

  /// Stores the record that was just built.
  @usableFromInline @_lifetime(self: copy self)
  mutating func store(
    _ builder: inout Builder, size: Int, in definition: TableDefinition, _ storing: Storing
  ) throws(StoreError) -> Bool {
    let table = try self.table(definition)
    if table.keysReadVectors { builder.completeDeferred() }
    // Sound because the builder just made these bytes.
    let record = unsafe TableView(unverifiedRoot: builder.finishedBytes)
    guard let key = definition.integerKey?(record) else {
      return try storeEncodingKey(builder, record, size: size, in: table, definition, storing)
    }
    return try store(builder, record, key.bytes, size: size, in: table, storing)
  }

  /// Never inlined: an encoder is filled with zeros, and not needed for most tables.
  @inline(never) @_lifetime(self: copy self)
  private mutating func storeEncodingKey(
    _ builder: borrowing Builder, _ record: borrowing TableView, size: Int, in table: OpenTables.TableEntry,
    _ definition: TableDefinition, _ storing: Storing
  ) throws(StoreError) -> Bool {
    var key = KeyEncoder()
    try encodePrimaryKey(of: record, definition, into: &key)
    return try store(builder, record, key.bytes, size: size, in: table, storing)
  }

  @inline(__always) @_lifetime(self: copy self)
  private mutating func store(
    _ builder: borrowing Builder, _ record: borrowing TableView, _ key: RawSpan, size: Int,
    in table: OpenTables.TableEntry, _ storing: Storing
  ) throws(StoreError) -> Bool {
    let database = try database(of: table)
    guard try isToBeStored(key, in: table, database, storing) else { return false }
    try rowChanges(key, in: table, to: record)
    do throws(LMDBError) {
      var place = try base.reserve(key, size: size, in: database, paddedTo: 8, isLast: storing.isLast)
      builder.write(to: &place)
    } catch {
      throw failure(error, key, in: table)
    }
    pending.didChange = true
    return true
  }

  /// Stores bytes that hold a verified record of the table.
  ///
  /// - Returns: whether they were stored: a condition may not hold.
  @_lifetime(self: copy self) @discardableResult
  mutating func put(
    verified bytes: RawSpan, _ definition: TableDefinition, _ storing: Storing = .put(nil)
  ) throws(StoreError) -> Bool {
    let table = try self.table(definition)
    // Sound because the callers verified the bytes, or take them from a record buffer or a view.
    let record = unsafe TableView(unverifiedRoot: bytes)
    if let key = definition.integerKey?(record) {
      return try put(bytes, record, key.bytes, in: table, storing)
    }
    var key = KeyEncoder()
    try encodePrimaryKey(of: record, definition, into: &key)
    return try put(bytes, record, key.bytes, in: table, storing)
  }

  /// Stores bytes that hold a verified record of the table, with its key.
  ///
  /// - Returns: whether they were stored: a condition may not hold.
  @_lifetime(self: copy self) @discardableResult
  mutating func put(
    _ bytes: RawSpan, _ record: borrowing TableView, _ key: RawSpan, in table: OpenTables.TableEntry,
    _ storing: Storing = .put(nil)
  ) throws(StoreError) -> Bool {
    let database = try database(of: table)
    guard try isToBeStored(key, in: table, database, storing) else { return false }
    try rowChanges(key, in: table, to: record)
    do throws(LMDBError) {
      try base.put(key, bytes, in: database, paddedTo: 8)
    } catch {
      throw failure(error, key, in: table)
    }
    pending.didChange = true
    return true
  }

  func encodePrimaryKey(
    of record: borrowing TableView, _ definition: TableDefinition, into key: inout KeyEncoder
  ) throws(StoreError) {
    definition.encodeKey(copy record, &key)
    guard key.isTooLong || key.isEmpty else { return }
    throw StoreError(
      .key,
      key.isEmpty
        ? "table \(definition.name): the record has no primary key"
        : "table \(definition.name): the primary key takes more than \(KeyEncoder.limit) bytes",
      table: definition.name)
  }

  /// Looks at what is stored under a key, as far as it matters.
  ///
  /// - Throws: if it should not be there.
  @inline(__always)
  private func isToBeStored(
    _ key: RawSpan, in table: OpenTables.TableEntry, _ database: Database, _ storing: Storing
  ) throws(StoreError) -> Bool {
    if case .put(nil) = storing { return true }
    // LMDB tells then, before anything was changed or noted.
    if case .append = storing, table.indexes.isEmpty, !pending.isRecorded { return true }
    return try holds(storing, key, in: table, database)
  }

  @inline(never)
  private func holds(
    _ storing: Storing, _ key: RawSpan, in table: OpenTables.TableEntry, _ database: Database
  ) throws(StoreError) -> Bool {
    let snapshot = snapshot
    switch storing {
    case .put(nil): return true
    case .put(let state?): return try holds(state, of: key, in: table, database)
    case .insert:
      guard try snapshot.value(database, key) != nil else { return true }
      throw table.failure(.recordExists, key, "there is a record with the key \(table.text(of: key)) already")
    case .update(let old):
      guard unsafe !key.holdsSameBytes(as: old.span.bytes) else { return true }
      let text = unsafe table.text(of: old.span.bytes)
      throw table.failure(
        .key, key,
        "an update of the record \(text) makes its primary key \(table.text(of: key)). "
          + "Delete the record and put another one")
    case .append:
      // Where there are indexes, their entries are written before LMDB would tell.
      guard try snapshot.isBehindAll(key, in: database) else { throw outOfOrder(key, in: table) }
      return true
    }
  }

  private func outOfOrder(_ key: RawSpan, in table: OpenTables.TableEntry) -> StoreError {
    table.failure(
      .recordExists, key,
      "the record \(table.text(of: key)) was to be appended, but its key does not come after all others. "
        + "Append records in the order of their keys, or put them")
  }

  private func failure(
    _ error: LMDBError, _ key: RawSpan, in table: OpenTables.TableEntry
  ) -> StoreError {
    guard error.code != .keyExists else { return outOfOrder(key, in: table) }
    return table.failure(error, key)
  }

  private func database(of table: OpenTables.TableEntry) throws(StoreError) -> Database {
    if let database = table.database { return database }
    try checkWritable(table)
    throw unsafe tables.takeUnretainedValue().missing(table.definition)
  }

  func table(_ definition: TableDefinition) throws(StoreError) -> OpenTables.TableEntry {
    let tables = unsafe tables
    if let known = unsafe tables._withUnsafeGuaranteedRef({ $0.known(definition) }) { return known }
    return try unsafe tables.takeUnretainedValue().table(definition)
  }
}

extension StoreError {
  @usableFromInline @inline(never)
  init(_ error: BuildError, building name: String, for table: TableDefinition) {
    self.init(.recordTooLarge, "a \(name) can't be built: \(error)", table: table.name, cause: error)
  }
}

extension Storing {
  fileprivate var isLast: Bool {
    if case .append = self { return true }
    return false
  }
}

extension OpenTables.TableEntry {
  /// - Parameters:
  ///   - key: the primary key that the failure concerns.
  ///   - what: what is wrong, without the table's name.
  func failure(_ code: StoreError.Code, _ key: RawSpan, _ what: String) -> StoreError {
    StoreError(code, "table \(definition.name): \(what)", table: definition.name, key: text(of: key))
  }
}

extension Snapshot {
  /// Whether a key comes after all that are there.
  fileprivate func isBehindAll(_ key: RawSpan, in database: Database) throws(StoreError) -> Bool {
    do throws(LMDBError) {
      var cursor = try base.cursor(database)
      guard let last = try cursor.last() else { return true }
      return last.key.precedes(key)
    } catch {
      throw StoreError(error)
    }
  }
}
