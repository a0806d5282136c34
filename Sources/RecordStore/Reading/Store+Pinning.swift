public import FlatBuffersRuntime
import LMDB
import SharedBytes

extension Store {
  /// Finds a record and keeps it readable.
  ///
  /// The buffer may be kept and sent to other threads. A record of up to 1 KiB is copied, which costs less than
  /// keeping it where it is stored. A larger one stays there, and a read transaction stays open until the last copy
  /// of the buffer is gone: pages overwritten meanwhile can't be used again and the file may grow; ``readers`` lists
  /// it. Where ``Options/snapshotAgeLimit`` is set, all records are copied.
  ///
  /// - Returns: `nil` if there is no such record.
  public func pin<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key
  ) throws(StoreError) -> RecordBuffer<Record>? {
    try checkOpen()
    let transaction: LMDB.ReadTransaction
    do throws(LMDBError) {
      transaction = try environment.beginRead()
    } catch {
      throw StoreError(error)
    }
    guard let found = unsafe try locate(table, key, in: transaction) else { return nil }
    guard let start = found.baseAddress else { return nil }
    guard found.count > Store.copiedSize, !pinsCopies else {
      return unsafe RecordBuffer(unverified: SharedBytes([UInt8](found)))
    }
    // Sound because the bytes are part of the transaction's snapshot, which its new owner keeps.
    return unsafe RecordBuffer(
      unverified: SharedBytes(
        unsafeStart: start, count: found.count, keptAliveBy: PinnedSnapshot(transaction, state.holders)))
  }

  /// The largest record that is copied anyway.
  private static var copiedSize: Int { 1024 }

  /// Finds a record's bytes, valid until the transaction ends.
  @unsafe
  private func locate<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key, in transaction: borrowing LMDB.ReadTransaction
  ) throws(StoreError) -> UnsafeRawBufferPointer? {
    let snapshot = try unsafe Snapshot(transaction.snapshot, state.tables(for: transaction.snapshot))
    guard let record = try snapshot.get(table, key), let bytes = record.recordBytes else { return nil }
    return unsafe bytes.withUnsafeBytes { unsafe $0 }
  }
}

/// A read transaction that ends when nobody needs its bytes any more.
///
/// Unchecked `Sendable` because the transaction is only kept and, once, ended; LMDB allows that on any
/// thread, since it ties no transaction to one (`MDB_NOTLS`).
private final class PinnedSnapshot: @unchecked Sendable {
  private let transaction: LMDB.ReadTransaction
  private let holder: SnapshotHolder
  private let holders: SnapshotHolders

  init(_ transaction: consuming LMDB.ReadTransaction, _ holders: SnapshotHolders) {
    holder = SnapshotHolder(.pin, transaction: transaction.transactionID, since: .now)
    self.transaction = transaction
    self.holders = holders
    holders.insert(holder)
  }

  deinit { holders.remove(holder) }
}
