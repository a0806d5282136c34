import LMDB

/// A reader that an event loop or worker keeps: begun and ended many times, at a fraction of the cost.
///
/// Between ``begin()`` and ``end()`` it stays at one snapshot. Bytes taken out of records by unsafe
/// means, such as an `iovec` for `sendmsg`, are valid until ``end()``.
///
///     try reader.begin()
///     try reader.read { snapshot in … }
///     reader.end()
///
/// Past ``Store/Options/snapshotAgeLimit`` look-ups throw ``StoreError/Code/snapshotTooOld`` until it is ended.
/// For one thread at a time.
@safe
public final class SnapshotReader {
  private var transaction: LMDB.ReadTransaction
  private let store: Store
  // Of the snapshot that is held. Sound because the store keeps all it ever had.
  private var tables: Unmanaged<OpenTables>
  private let holder: SnapshotHolder
  private var uses = 0
  private var endsLater = false
  /// Whether a snapshot is held.
  public var isActive: Bool { holdsSnapshot }
  // Private, so that the compiler proves its accesses apart instead of the program checking each.
  private var holdsSnapshot = false

  init(_ store: Store, _ kind: StoreReader.Kind) throws(StoreError) {
    self.store = store
    holder = SnapshotHolder(kind)
    do throws(LMDBError) {
      transaction = try store.environment.beginRead()
    } catch {
      throw StoreError(error)
    }
    unsafe tables = try store.state.tables(for: transaction.snapshot)
    transaction.reset()
    store.state.holders.insert(holder)
  }

  deinit { store.state.holders.remove(holder) }

  /// Takes the newest snapshot, unless one is held.
  public func begin() throws(StoreError) {
    guard !holdsSnapshot else { return }
    try store.checkOpen()
    do throws(LMDBError) {
      try transaction.renew()
    } catch {
      throw StoreError(error)
    }
    do throws(StoreError) {
      // Not borrowed: that would be an access of the transaction to keep watch over for the length of the call.
      let snapshot = unsafe transaction.unboundSnapshot
      unsafe tables = try store.state.tables(for: snapshot)
    } catch {
      transaction.reset()
      throw error
    }
    holder.hold(transaction.transactionID)
    holdsSnapshot = true
    endsLater = false
  }

  /// Reads the snapshot, which is begun if none is held, and leaves it held.
  ///
  /// Records are valid during the call.
  public func read<R: ~Copyable>(_ body: (Snapshot) throws -> R) throws -> R {
    if uses == 0 { try begin() }
    uses += 1
    defer {
      uses -= 1
      if uses == 0, endsLater { reset() }
    }
    // What `body` reads can't leave it, and an end within it is put off.
    return unsafe try body(snapshot)
  }

  /// The held snapshot. Nothing read through it may be used after ``end()``, which the compiler can't
  /// check; prefer ``read(_:)``.
  @unsafe
  public var snapshot: Snapshot {
    @_lifetime(borrow self)
    get {
      let snapshot = unsafe Snapshot(transaction.unboundSnapshot, tables)
      return unsafe _overrideLifetime(snapshot, borrowing: self)
    }
  }

  /// Lets go of the snapshot; within ``read(_:)``, when that returns.
  public func end() {
    if uses > 0 { endsLater = true } else { reset() }
  }

  private func reset() {
    holder.hold(0)
    transaction.reset()
    holdsSnapshot = false
    endsLater = false
  }
}

extension Store {
  /// A reader to be kept by one event loop or worker.
  public func makeReader() throws(StoreError) -> sending SnapshotReader { try makeReader(for: .reader) }

  /// - Parameter kind: what ``readers`` calls it.
  package func makeReader(for kind: StoreReader.Kind) throws(StoreError) -> sending SnapshotReader {
    try checkOpen()
    return try SnapshotReader(self, kind)
  }
}
