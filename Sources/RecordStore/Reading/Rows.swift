public import FlatBuffersRuntime

/// A walk over the records of a range; each is read in place.
///
///     var rows = try txn.rows(.users, 1..., order: .ascending)
///     while let user = try rows.next() { print(user.name) }
///
/// Records stay valid after the next one was asked for, until the snapshot ends. For one loop: copies
/// share the position.
@frozen
public struct Rows<Record: FlatTable & ~Escapable>: ~Escapable {
  @usableFromInline var walk: RowWalk

  @inlinable @_lifetime(copy walk)
  init(_ walk: RowWalk) { self.walk = walk }

  /// The next record, or `nil` after the last one.
  @inlinable @_lifetime(copy self)
  public mutating func next() throws(StoreError) -> Record? {
    guard let bytes = try walk.next() else { return nil }
    return try walk.snapshot.record(bytes, as: Record.self)
  }

  /// Calls `body` with each record that is left.
  @inlinable @_lifetime(self: copy self)
  public mutating func forEach(_ body: (Record) throws -> Void) throws {
    while let record = try next() { try body(record) }
  }
}
