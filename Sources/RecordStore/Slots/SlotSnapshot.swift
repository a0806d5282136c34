public import FlatBuffersRuntime
public import LMDB

/// One state of a file of zLMDB, for reading.
@safe
public struct SlotSnapshot: ~Escapable {
  @usableFromInline let base: LMDB.Snapshot
  // Sound because the store that makes the snapshot keeps its directory for as long.
  private let directory: Unmanaged<SlotDirectory>

  @_lifetime(copy base)
  init(_ base: LMDB.Snapshot, _ directory: SlotDirectory) {
    self.base = base
    unsafe self.directory = Unmanaged.passUnretained(directory)
  }

  /// Finds a record by its key.
  ///
  /// It is verified each time. Its numbers are read one by one; a vector of numbers may lie at an odd address, so that
  /// its elements can be read but no span of it be had.
  ///
  /// - Returns: the record in place, or `nil` if there is none.
  /// - Throws: ``StoreError/Code/unknownTable``, ``StoreError/Code/invalidRecord`` with what is wrong.
  @inlinable @_lifetime(copy self)
  public func get<Record: FlatTable & ~Escapable, Key>(
    _ table: SlotTable<Record, Key>, _ key: Key
  ) throws(StoreError) -> Record? {
    let key = SlotKeyEncoder(slot: try slot(of: table.id), key)
    guard let bytes = try value(key) else { return nil }
    try verify(bytes, as: Record.self, key.bytes)
    return unsafe Record(TableView(unverifiedRoot: bytes))
  }

  /// Finds a value of another kind by its key.
  ///
  /// - Throws: ``StoreError/Code/unknownTable``, ``StoreError/Code/invalidRecord`` for a value of another format.
  public func get<Key>(_ table: SlotValueTable<Key>, _ key: Key) throws(StoreError) -> SlotValue? {
    let key = SlotKeyEncoder(slot: try slot(of: table.id), key)
    guard let bytes = try value(key) else { return nil }
    return try SlotValue(bytes, table.format, place(key.bytes))
  }

  /// The rows of a table, or those from one key on and before another one, in the order of the keys' bytes.
  @inlinable @_lifetime(copy self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    _ table: SlotTable<Record, Key>, from start: Key? = nil, before end: Key? = nil,
    order: KeyOrder = .ascending
  ) throws(StoreError) -> SlotRows<Record, Key> {
    SlotRows(try walk(slot(of: table.id), from: start, before: end, order), self)
  }

  /// Calls `body` with the rows of a table of other values, in the order of the keys' bytes.
  public func forEach<Key>(
    _ table: SlotValueTable<Key>, _ body: (_ key: Key, _ value: SlotValue) throws -> Void
  ) throws {
    var walk = try walk(slot(of: table.id), from: nil as Key?, before: nil, .ascending)
    while let entry = try walk.next() {
      try body(
        self.key(entry.key), SlotValue(entry.value, table.format, place(entry.key)))
    }
  }

  /// How many rows a table has.
  ///
  /// - Complexity: linear in their number.
  public func count<Record: FlatTable & ~Escapable, Key>(
    _ table: SlotTable<Record, Key>
  ) throws(StoreError) -> Int {
    try count(rowsOf: slot(of: table.id))
  }

  /// How many rows a table has.
  ///
  /// - Complexity: linear in their number.
  public func count<Key>(_ table: SlotValueTable<Key>) throws(StoreError) -> Int {
    try count(rowsOf: slot(of: table.id))
  }

  private func count(rowsOf slot: UInt16) throws(StoreError) -> Int {
    var walk = try walk(slot, from: nil as UInt64?, before: nil, .ascending)
    var count = 0
    while try walk.next() != nil { count += 1 }
    return count
  }
}

/// What the above is made of.
extension SlotSnapshot {
  @usableFromInline
  func slot(of id: SlotUUID) throws(StoreError) -> UInt16 {
    do {
      return try unsafe directory.takeUnretainedValue().slot(of: id, in: base)
    } catch let error as StoreError {
      throw error
    } catch let error as LMDBError {
      throw StoreError(error)
    } catch {
      throw StoreError(.catalog, "\(path): \(error)", cause: error)
    }
  }

  @usableFromInline @_lifetime(copy self)
  func value(_ key: borrowing SlotKeyEncoder) throws(StoreError) -> RawSpan? {
    // No key of such a length was stored.
    guard !key.isTooLong else { return nil }
    do throws(LMDBError) {
      return try base.get(.main, key.bytes)
    } catch {
      throw StoreError(error)
    }
  }

  @usableFromInline @_lifetime(copy self)
  func walk<Key: SlotKey>(
    _ slot: UInt16, from start: Key?, before end: Key?, _ order: KeyOrder
  ) throws(StoreError) -> SlotWalk {
    let start = start.map { SlotKeyEncoder(slot: slot, $0) } ?? SlotKeyEncoder(slot: slot)
    var limit: [UInt8]?
    if let end {
      limit = [UInt8](SlotKeyEncoder(slot: slot, end).bytes)
    } else if slot < .max {
      limit = [UInt8](SlotKeyEncoder(slot: slot + 1).bytes)
    }
    do throws(LMDBError) {
      return try SlotWalk(base, slot, from: [UInt8](start.bytes), before: limit, order)
    } catch {
      throw StoreError(error)
    }
  }

  /// - Parameter key: a stored one, slot included.
  @usableFromInline
  func key<Key: SlotKey>(_ key: RawSpan) throws(StoreError) -> Key {
    guard let value = Key(slotKey: [UInt8](key).dropFirst(2)) else {
      throw StoreError(.key, "\(place(key)): the key is no \(Key.self)")
    }
    return value
  }

  @usableFromInline
  func verify<Record: FlatTable & ~Escapable>(
    _ bytes: RawSpan, as type: Record.Type, _ key: RawSpan
  ) throws(StoreError) {
    do throws(VerificationError) {
      try Verifier.verify(bytes, as: type)
    } catch {
      throw StoreError(
        .invalidRecord, "\(place(key)): the stored value is no \(Record.schemaName): \(error)", cause: error)
    }
  }

  private var path: String { unsafe directory.takeUnretainedValue().path }

  private func place(_ key: RawSpan) -> String {
    let slot = UInt16(slotOf: key) ?? 0
    let digits = Hexadecimal.text([UInt8](key).dropFirst(2))
    return "\(path): slot \(slot), key 0x\(digits)"
  }
}
