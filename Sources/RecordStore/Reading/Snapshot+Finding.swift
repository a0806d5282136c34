public import FlatBuffersRuntime
public import LMDB

/// Looking for single records, and their number.
extension Snapshot {
  /// Finds a record by its key in a unique index; in another one, the first with that key.
  ///
  /// - Returns: the record in place, or `nil` if there is none.
  @inlinable @_lifetime(copy self)
  public func get<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ key: Key
  ) throws(StoreError) -> Record? {
    let encoded = key.encoded
    guard let bytes = try value(by: index.definition, encoded.bytes) else { return nil }
    return try record(bytes, as: Record.self)
  }

  /// Finds a record by a primary key that is text in place, without making a `String` of it.
  ///
  /// - Returns: the record in place, or `nil` if there is none.
  @inlinable @_lifetime(copy self)
  public func get<Record: FlatTable & ~Escapable>(
    _ table: Table<Record, String>, _ key: borrowing StringView
  ) throws(StoreError) -> Record? {
    let database = try database(table)
    var encoded = KeyEncoder()
    encoded.append(key)
    guard let bytes = try value(database, encoded.bytes) else { return nil }
    return try record(bytes, as: Record.self)
  }

  /// Finds a record by a key in an index that is text in place, without making a `String` of it.
  ///
  /// - Returns: the record in place, or `nil` if there is none.
  @inlinable @_lifetime(copy self)
  public func get<Record: FlatTable & ~Escapable>(
    by index: Index<Record, String>, _ key: borrowing StringView
  ) throws(StoreError) -> Record? {
    var encoded = KeyEncoder()
    encoded.append(key)
    guard let bytes = try value(by: index.definition, encoded.bytes) else { return nil }
    return try record(bytes, as: Record.self)
  }

  /// Finds records by their primary keys, in less time than one after the other: those of up to 32 keys are followed
  /// together from one level of the tree to the next.
  ///
  ///     try txn.get(.users, [7, 3]) { id, user in names[id] = user?.name.description }
  ///
  /// - Parameters:
  ///   - keys: in any order; one that comes twice is looked for twice.
  ///   - body: called with each key in the order given, and with its record in place, or `nil` if there is none.
  /// - Throws: what `body` throws, or ``StoreError``.
  @inlinable
  public func get<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ keys: some Collection<Key>, _ body: (Key, Record?) throws -> Void
  ) throws {
    let database = try database(table)
    var batch = KeyBatch()
    var place = keys.startIndex
    while place != keys.endIndex {
      let start = place
      batch.removeAll()
      while place != keys.endIndex, !batch.isFull {
        let encoded = keys[place].encoded
        batch.append(encoded.bytes)
        keys.formIndex(after: &place)
      }
      var found = try values(database, batch)
      var given = start
      for index in 0..<batch.count {
        if let bytes = found.value(at: index) {
          try body(keys[given], record(bytes, as: Record.self))
        } else {
          try body(keys[given], nil)
        }
        keys.formIndex(after: &given)
      }
    }
  }

  @usableFromInline @_lifetime(copy self)
  func values(_ database: Database, _ keys: borrowing KeyBatch) throws(StoreError) -> Values {
    do throws(LMDBError) {
      return try base.values(database, of: keys)
    } catch {
      throw StoreError(error)
    }
  }

  /// Whether a table holds a record with a primary key.
  @inlinable
  public func contains<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key
  ) throws(StoreError) -> Bool {
    let database = try database(table)
    let encoded = key.encoded
    return try value(database, encoded.bytes) != nil
  }

  /// Whether an index holds a record with a key.
  @inlinable
  public func contains<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ key: Key
  ) throws(StoreError) -> Bool {
    let encoded = key.encoded
    return try value(by: index.definition, encoded.bytes) != nil
  }

  /// The record with the least primary key in a range; `nil` if there is none.
  @inlinable @_lifetime(copy self)
  public func first<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: KeyRange<Key> = .all
  ) throws(StoreError) -> Record? {
    var rows = try rows(table, range)
    return try rows.next()
  }

  /// The record with the greatest primary key in a range; `nil` if there is none.
  @inlinable @_lifetime(copy self)
  public func last<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: KeyRange<Key> = .all
  ) throws(StoreError) -> Record? {
    var rows = try rows(table, range, order: .descending)
    return try rows.next()
  }

  /// The least primary key in a range; `nil` if there is none.
  @inlinable
  public func firstKey<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: KeyRange<Key> = .all
  ) throws(StoreError) -> Key? {
    var rows = try rows(table, range)
    return try rows.nextRow()?.key
  }

  /// The greatest primary key in a range, such as the one a new record's is to follow; `nil` if there is none.
  @inlinable
  public func lastKey<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: KeyRange<Key> = .all
  ) throws(StoreError) -> Key? {
    var rows = try rows(table, range, order: .descending)
    return try rows.nextRow()?.key
  }

  /// The bytes of the first record with a key in an index.
  @usableFromInline @_lifetime(copy self)
  func value(by definition: IndexDefinition, _ key: RawSpan) throws(StoreError) -> RawSpan? {
    let source = unsafe RowSource.index(Unmanaged.passUnretained(definition))
    let databases = try databases(definition)
    guard definition.isUnique else {
      var walk = try RowWalk(
        self, source, databases.index, records: databases.table, EncodedRange(only: key), .ascending)
      return try walk.next()
    }
    guard let primary = try value(databases.index, key) else { return nil }
    if let bytes = try value(databases.table, primary) { return bytes }
    throw missingRecord(of: source)
  }
}
