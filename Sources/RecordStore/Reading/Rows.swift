public import FlatBuffersRuntime

/// A walk over the records of a range; each is read in place.
///
///     var rows = try txn.rows(.users, 1..., order: .ascending)
///     while let user = try rows.next() { print(user.name) }
///
/// Records stay valid after the next one was asked for, until the snapshot ends. For one loop: where pages are read
/// through LMDB, as in a write, copies share the position.
@frozen
public struct Rows<Record: FlatTable & ~Escapable, Key: StoreKey>: ~Escapable {
  @usableFromInline var walk: RowWalk

  @inlinable @_lifetime(copy walk)
  init(_ walk: RowWalk) { self.walk = walk }

  /// The next record, or `nil` after the last one.
  @inlinable @inline(__always) @_lifetime(copy self)
  public mutating func next() throws(StoreError) -> Record? {
    // Bytes are verified before they are put.
    if let bytes = walk.shortStep() { return unsafe Record(TableView(unverifiedRoot: bytes)) }
    guard let bytes = try walk.further() else { return nil }
    return try walk.snapshot.record(bytes, as: Record.self)
  }

  /// The next record with its key, or `nil` after the last one.
  ///
  ///     while let row = try rows.nextRow() { print(try row.key, row.record.name) }
  @inlinable @_lifetime(copy self)
  public mutating func nextRow() throws(StoreError) -> Row<Record, Key>? {
    guard let bytes = try walk.next() else { return nil }
    return Row(try walk.snapshot.record(bytes, as: Record.self), walk.standingKey, walk.source)
  }

  /// The place to go on from later: after the last record that was given. If none was, it is the token that the walk
  /// began with, `nil` if it began at the beginning.
  public var token: CursorToken? { walk.token }
}
