public import FlatBuffersRuntime
import LMDB

/// A walk over rows of a table of zLMDB; each record is verified and read in place.
///
///     var rows = try txn.rows(.users, from: 1, before: 100)
///     while let row = try rows.next() { print(row.key, row.record.name) }
///
/// Rows stay valid after the next one was asked for, until the snapshot ends.
public struct SlotRows<Record: FlatTable & ~Escapable, Key: SlotKey>: ~Escapable {
  private var walk: SlotWalk
  private let snapshot: SlotSnapshot

  @usableFromInline @_lifetime(copy snapshot)
  init(_ walk: SlotWalk, _ snapshot: SlotSnapshot) {
    self.walk = unsafe _overrideLifetime(walk, copying: snapshot)
    self.snapshot = snapshot
  }

  /// The next row, or `nil` after the last one.
  ///
  /// - Throws: ``StoreError/Code/invalidRecord`` or ``StoreError/Code/key`` with the row's key, for one that is not of
  ///   the table's types; the walk goes on behind it.
  @_lifetime(copy self)
  public mutating func next() throws(StoreError) -> SlotRow<Record, Key>? {
    guard let entry = try walk.next() else { return nil }
    try snapshot.verify(entry.value, as: Record.self, entry.key)
    let key: Key = try snapshot.key(entry.key)
    return unsafe SlotRow(key, Record(TableView(unverifiedRoot: entry.value)))
  }
}

/// A key of a table of zLMDB and its record.
public struct SlotRow<Record: FlatTable & ~Escapable, Key: SlotKey>: ~Escapable {
  /// The key.
  public let key: Key
  /// The record in place.
  public let record: Record

  @_lifetime(copy record)
  init(_ key: Key, _ record: Record) {
    self.key = key
    self.record = record
  }
}
