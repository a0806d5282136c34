public import FlatBuffersRuntime
import LMDB

/// A transaction that changes tables of a file of zLMDB.
///
/// It sees its own changes. Only the rows of the tables that are named change, and the descriptions of those that are
/// attached.
@safe
public struct SlotTransaction: ~Copyable, ~Escapable {
  private var base: LMDB.WriteTransaction
  private let directory: SlotDirectory

  @_lifetime(copy base)
  init(_ base: consuming LMDB.WriteTransaction, _ directory: SlotDirectory) {
    self.base = base
    self.directory = directory
  }

  /// The file with all changes made so far; valid until the next change.
  public var snapshot: SlotSnapshot {
    @_lifetime(borrow self)
    get {
      let snapshot = SlotSnapshot(base.snapshot, directory)
      return unsafe _overrideLifetime(snapshot, borrowing: self)
    }
  }

  /// Finds a record by its key. Valid until the next change.
  @_lifetime(borrow self)
  public func get<Record: FlatTable & ~Escapable, Key>(
    _ table: SlotTable<Record, Key>, _ key: Key
  ) throws(StoreError) -> Record? {
    try snapshot.get(table, key)
  }

  /// Makes a table known to all programs, or finds it.
  ///
  /// Its slot is taken and described in this transaction, so that no two programs of this package take the same one.
  ///
  /// - Parameters:
  ///   - id: the UUID by which programs find the table.
  ///   - name: zLMDB takes that of the Python class.
  ///   - description: what the table is for.
  ///   - tags: words to mark it with.
  ///   - creator: who makes it.
  /// - Returns: the slot, also that of a table that was attached before, whose description stays as it is.
  /// - Throws: ``StoreError/Code/catalog`` if there is no slot left.
  @_lifetime(self: copy self) @discardableResult
  public mutating func attach(
    _ id: SlotUUID, name: String, description: String? = nil, tags: [String] = [],
    creator: String = "flatwire"
  ) throws -> UInt16 {
    let tables = try directory.all(in: base.snapshot)
    if let known = tables.first(where: { $0.id == id }) { return known.slot }
    let slot = try directory.freeSlot(in: base.snapshot)
    let new = SlotDescription(
      id: id, slot: slot, name: name, description: description, tags: tags, creator: creator)
    let bytes = new.value.cbor
    // Bytes have no padding that could be read uninitialised.
    unsafe try put(SlotKeyEncoder(slot: 0, slot), bytes.span.bytes)
    return slot
  }

  /// Builds a record and stores it, in place of any under the same key.
  ///
  /// - Throws: ``StoreError/Code/unknownTable``, ``StoreError/Code/key`` if the key is too long,
  ///   ``StoreError/Code/recordTooLarge``.
  @_lifetime(self: copy self)
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ key: Key, _ draft: Record.Draft, in table: SlotTable<Record, Key>
  ) throws(StoreError) {
    let buffer: RecordBuffer<Record>
    do throws(BuildError) {
      buffer = try RecordBuffer(draft)
    } catch {
      throw StoreError(.recordTooLarge, "a \(Record.schemaName) can't be built: \(error)", cause: error)
    }
    try put(key, buffer, in: table)
  }

  /// Stores a record's bytes as they are, in place of any under the same key.
  ///
  /// - Throws: as for a draft.
  @_lifetime(self: copy self)
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ key: Key, _ buffer: RecordBuffer<Record>, in table: SlotTable<Record, Key>
  ) throws(StoreError) {
    try put(SlotKeyEncoder(slot: try snapshot.slot(of: table.id), key), buffer.bytes.bytes)
  }

  @_lifetime(self: copy self)
  private mutating func put(_ key: SlotKeyEncoder, _ value: RawSpan) throws(StoreError) {
    guard !key.isTooLong else {
      throw StoreError(
        .key, "\(directory.path): the key takes more than \(SlotKeyEncoder.limit) bytes with its slot")
    }
    do throws(LMDBError) {
      try base.put(key.bytes, value, in: .main)
    } catch {
      throw StoreError(error)
    }
  }

  /// Deletes a row.
  ///
  /// - Returns: whether there was one.
  @_lifetime(self: copy self) @discardableResult
  public mutating func delete<Record: FlatTable & ~Escapable, Key>(
    _ table: SlotTable<Record, Key>, _ key: Key
  ) throws(StoreError) -> Bool {
    let key = SlotKeyEncoder(slot: try snapshot.slot(of: table.id), key)
    guard !key.isTooLong else { return false }
    do throws(LMDBError) {
      return try base.delete(key.bytes, in: .main)
    } catch {
      throw StoreError(error)
    }
  }

  /// Deletes all rows of a table, and nothing else.
  ///
  /// - Returns: how many there were.
  @_lifetime(self: copy self) @discardableResult
  public mutating func truncate<Record: FlatTable & ~Escapable, Key>(
    _ table: SlotTable<Record, Key>
  ) throws(StoreError) -> Int {
    let slot = try snapshot.slot(of: table.id)
    var deleted = 0
    while true {
      let keys = try snapshot.keys(of: slot, atMost: 256)
      if keys.isEmpty { return deleted }
      do throws(LMDBError) {
        for key in keys where unsafe try base.delete(key.span.bytes, in: .main) { deleted += 1 }
      } catch {
        throw StoreError(error)
      }
    }
  }
}

extension SlotSnapshot {
  /// Copies of the first keys of a slot.
  fileprivate func keys(of slot: UInt16, atMost limit: Int) throws(StoreError) -> [[UInt8]] {
    var walk = try walk(slot, from: nil as UInt64?, before: nil, .ascending)
    var keys: [[UInt8]] = []
    while keys.count < limit, let entry = try walk.next() { keys.append([UInt8](entry.key)) }
    return keys
  }
}
