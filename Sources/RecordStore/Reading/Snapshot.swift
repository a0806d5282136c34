public import FlatBuffersRuntime
public import LMDB

/// One state of all tables of a store, for reading.
///
/// What `read` and `makeReader` give. It does not change while others write. A snapshot, and every
/// record, string and vector read through it, cannot outlive its transaction: the compiler rejects it.
@frozen @safe
public struct Snapshot: ~Escapable {
  @usableFromInline let base: LMDB.Snapshot
  // Sound because whoever makes a snapshot keeps the store's state alive for the snapshot's lifetime.
  @usableFromInline let tables: Unmanaged<OpenTables>

  @inlinable @inline(__always) @unsafe @_lifetime(copy base)
  init(_ base: LMDB.Snapshot, _ tables: Unmanaged<OpenTables>) {
    self.base = base
    unsafe self.tables = tables
  }

  /// The number of the last commit that the snapshot sees: it grows by one with each commit that changes something,
  /// survives copies and compaction, and is the same in every process. 0 in a file that no store wrote.
  ///
  /// - Complexity: a look-up.
  public var commitNumber: UInt64 {
    get throws(StoreError) {
      unsafe tables._withUnsafeGuaranteedRef { $0.noteAll() }
      do throws(LMDBError) {
        return try base.commitMark()?.number ?? 0
      } catch {
        throw StoreError(error)
      }
    }
  }

  /// Finds a record by its primary key.
  ///
  /// - Returns: the record in place, or `nil` if there is none.
  /// - Complexity: logarithmic in the size of the table; no copy, no allocation.
  @inlinable @_lifetime(copy self)
  public func get<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key
  ) throws(StoreError) -> Record? {
    let database = try database(table)
    let encoded = key.encoded
    guard let bytes = try value(database, encoded.bytes) else { return nil }
    return try record(bytes, as: Record.self)
  }

  @inlinable @inline(__always)
  func database<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>
  ) throws(StoreError) -> Database {
    let (isCareful, found) = unsafe tables._withUnsafeGuaranteedRef {
      ($0.isReadWithCare, $0.database(table.fingerprint, table: table.ordinal))
    }
    if isCareful { try checkAge() }
    guard let found else { return try databaseOrThrow(table.definition) }
    return found
  }

  @inlinable @inline(__always) @_lifetime(copy self)
  func value(_ database: Database, _ key: RawSpan) throws(StoreError) -> RawSpan? {
    do throws(LMDBError) {
      return try base.get(database, key)
    } catch {
      throw StoreError(error)
    }
  }

  /// The view of stored bytes, after a check that they can be read at all.
  @inlinable @inline(__always) @_lifetime(copy bytes)
  func record<Record: FlatTable & ~Escapable>(
    _ bytes: RawSpan, as type: Record.Type
  ) throws(StoreError) -> Record {
    let isCareful = unsafe tables._withUnsafeGuaranteedRef { $0.isReadWithCare }
    if isCareful || bytes.byteCount < 8 { try check(bytes, as: type) }
    // Bytes are verified before they are put.
    return unsafe Record(TableView(unverifiedRoot: bytes))
  }

  /// Checks the age where that, or anything else, is limited: for look-ups that are not in a hurry.
  func checkAgeIfCareful() throws(StoreError) {
    if unsafe tables._withUnsafeGuaranteedRef({ $0.isReadWithCare }) { try checkAge() }
  }

  /// - Throws: ``StoreError/Code/snapshotTooOld`` in a state older than the store's options allow.
  @usableFromInline @inline(never)
  func checkAge() throws(StoreError) {
    try unsafe tables.takeUnretainedValue().checkAge(base.transactionID)
  }

  @usableFromInline @inline(never)
  func check<Record: FlatTable & ~Escapable>(
    _ bytes: RawSpan, as type: Record.Type
  ) throws(StoreError) {
    try checkAge()
    let verifies = unsafe tables._withUnsafeGuaranteedRef { $0.verifiesOnRead }
    guard verifies || bytes.byteCount < 8 else { return }
    do throws(VerificationError) {
      try Verifier.verify(bytes, as: type)
    } catch {
      let path = unsafe tables._withUnsafeGuaranteedRef { $0.path }
      throw StoreError(
        .invalidRecord, "\(path): a stored record is no \(Record.schemaName): \(error)", cause: error)
    }
  }

  @usableFromInline @inline(never)
  func databaseOrThrow(_ definition: TableDefinition) throws(StoreError) -> Database {
    try unsafe tables.takeUnretainedValue().databaseOrThrow(definition)
  }
}
