public import FlatBuffersRuntime
import LMDB
public import SharedBytes

extension Store {
  /// Finds a record and keeps it readable.
  ///
  /// The buffer may be kept and sent to other threads. A record of up to 1 KiB is copied, which costs less than
  /// keeping it where it is stored. A larger one stays there, and a read transaction stays open until the last copy
  /// of the buffer is gone: pages overwritten meanwhile can't be used again and the file may grow; ``readers`` lists
  /// it. Where ``Options/snapshotAgeLimit`` is set, all records are copied.
  ///
  /// - Returns: `nil` if there is no such record.
  @inlinable
  public func pin<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key
  ) throws(StoreError) -> RecordBuffer<Record>? {
    try kept { snapshot throws(StoreError) in
      try snapshot.copy(table, key, atMost: copiedSize)
    } inPlace: { () throws(StoreError) in
      try pinInPlace(table, key)
    }
  }

  @usableFromInline
  func pinInPlace<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key
  ) throws(StoreError) -> RecordBuffer<Record>? {
    let pinned = try PinnedSnapshot(self)
    guard let record = try unsafe pinned.snapshot.get(table, key) else { return nil }
    return pinned.buffer(record)
  }

  /// Finds a record by its key in a unique index, or the first with that key in another one, and keeps it readable, as
  /// ``pin(_:_:)`` does.
  ///
  /// - Returns: `nil` if there is no such record.
  @inlinable
  public func pin<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ key: Key
  ) throws(StoreError) -> RecordBuffer<Record>? {
    try kept { snapshot throws(StoreError) in
      try snapshot.copy(by: index, key, atMost: copiedSize)
    } inPlace: { () throws(StoreError) in
      try pinInPlace(by: index, key)
    }
  }

  @usableFromInline
  func pinInPlace<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ key: Key
  ) throws(StoreError) -> RecordBuffer<Record>? {
    let pinned = try PinnedSnapshot(self)
    guard let record = try unsafe pinned.snapshot.get(by: index, key) else { return nil }
    return pinned.buffer(record)
  }

  /// Keeps a record: a copy of it, or where it is stored if it is too large for that.
  @inlinable @inline(__always)
  func kept<Record: FlatTable & ~Escapable>(
    _ copy: (borrowing Snapshot) throws(StoreError) -> Snapshot.Copy,
    inPlace: () throws(StoreError) -> RecordBuffer<Record>?
  ) throws(StoreError) -> RecordBuffer<Record>? {
    let found: Snapshot.Copy
    do {
      found = try read { snapshot in try copy(snapshot) }
    } catch {
      throw StoreError(wrapping: error)
    }
    switch found {
    case .none: return nil
    // Sound because what is stored is verified, before or at this read.
    case .bytes(let bytes): return unsafe RecordBuffer(unverified: bytes)
    case .tooLarge: return try inPlace()
    }
  }

  /// Keeps the records of a range readable, each as ``pin(_:_:)`` does: all of one state. One read transaction stays
  /// open until the last of those that stay where they are stored is gone.
  ///
  /// - Parameter limit: the most records it gives; `nil` for all.
  @inlinable
  public func pinRows<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: some KeyRangeExpression<Key>, order: KeyOrder = .ascending,
    limit: Int? = nil
  ) throws(StoreError) -> [RecordBuffer<Record>] {
    let pinned = try PinnedSnapshot(self)
    return try unsafe pinned.buffers(pinned.snapshot.rows(table, range, order: order, limit: limit))
  }

  /// Keeps the records of a range of an index readable, as ``pinRows(_:_:order:limit:)`` does.
  ///
  /// - Parameter limit: the most records it gives; `nil` for all.
  @inlinable
  public func pinRows<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: some KeyRangeExpression<Key>, order: KeyOrder = .ascending,
    limit: Int? = nil
  ) throws(StoreError) -> [RecordBuffer<Record>] {
    let pinned = try PinnedSnapshot(self)
    return try unsafe pinned.buffers(pinned.snapshot.rows(by: index, range, order: order, limit: limit))
  }
}

extension Snapshot {
  /// What became of copying a record.
  @usableFromInline
  enum Copy {
    case none, tooLarge
    case bytes(SharedBytes)
  }

  @inlinable
  func copy<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key, atMost size: Int
  ) throws(StoreError) -> Copy {
    let database = try database(table)
    let encoded = key.encoded
    guard let bytes = try value(database, encoded.bytes) else { return .none }
    return try copy(bytes, as: Record.self, atMost: size)
  }

  @inlinable
  func copy<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ key: Key, atMost size: Int
  ) throws(StoreError) -> Copy {
    let encoded = key.encoded
    guard let bytes = try value(by: index.definition, encoded.bytes) else { return .none }
    return try copy(bytes, as: Record.self, atMost: size)
  }

  @inlinable @inline(__always)
  func copy<Record: FlatTable & ~Escapable>(
    _ bytes: RawSpan, as type: Record.Type, atMost size: Int
  ) throws(StoreError) -> Copy {
    guard bytes.byteCount <= size else { return .tooLarge }
    _ = try record(bytes, as: type)
    return .bytes(SharedBytes(copying: bytes))
  }
}

/// A read transaction that ends when nobody needs its bytes any more.
///
/// Unchecked `Sendable` because only whoever makes this reads the transaction and changes anything; then it is ended, once:
/// LMDB allows that on any thread, since it ties no transaction to one (`MDB_NOTLS`).
@usableFromInline @safe
final class PinnedSnapshot: @unchecked Sendable {
  private let transaction: LMDB.ReadTransaction
  // Sound because the store keeps all tables there were, and is used only while it is at hand.
  private let tables: Unmanaged<OpenTables>

  /// What lists it, once it holds anything.
  private var holder: SnapshotHolder?
  private let holders: SnapshotHolders
  /// The largest record that is copied.
  @usableFromInline let copiedSize: Int

  @usableFromInline
  init(_ store: Store) throws(StoreError) {
    try store.checkOpen()
    do throws(LMDBError) {
      transaction = try store.environment.beginRead()
    } catch {
      throw StoreError(error)
    }
    let snapshot = unsafe transaction.unboundSnapshot
    unsafe tables = try store.state.tables(for: snapshot)
    copiedSize = store.copiedSize
    holders = store.state.holders
  }

  deinit {
    if let holder { holders.remove(holder) }
  }

  /// What it reads. Nothing read through it may be used after this object is gone, which the compiler can't check.
  @usableFromInline @unsafe
  var snapshot: Snapshot {
    @_lifetime(borrow self)
    get {
      let snapshot = unsafe Snapshot(transaction.unboundSnapshot, tables)
      return unsafe _overrideLifetime(snapshot, borrowing: self)
    }
  }

  /// Keeps a record of the snapshot; `nil` if it has no bytes of its own.
  @inlinable
  func buffer<Record: FlatTable & ~Escapable>(_ record: Record) -> RecordBuffer<Record>? {
    guard let bytes = record.recordBytes else { return nil }
    guard bytes.byteCount > copiedSize else {
      return unsafe RecordBuffer(unverified: SharedBytes(copying: bytes))
    }
    let place = unsafe bytes.withUnsafeBytes { unsafe $0 }
    guard let start = place.baseAddress else { return nil }
    list()
    // Sound because the bytes are part of the transaction's snapshot, which their new owner keeps.
    return unsafe RecordBuffer(
      unverified: SharedBytes(unsafeStart: start, count: place.count, keptAliveBy: self))
  }

  @usableFromInline
  func list() {
    guard holder == nil else { return }
    let holder = SnapshotHolder(.pin, transaction: transaction.transactionID, since: .now)
    self.holder = holder
    holders.insert(holder)
  }

  /// Keeps all records of a walk.
  @inlinable
  func buffers<Record: FlatTable & ~Escapable, Key>(
    _ rows: consuming Rows<Record, Key>
  ) throws(StoreError) -> [RecordBuffer<Record>] {
    var buffers: [RecordBuffer<Record>] = []
    while let record = try rows.next() {
      if let buffer = buffer(record) { buffers.append(buffer) }
    }
    return buffers
  }
}
