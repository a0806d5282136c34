import LMDB

/// A walk along the keys of one slot, whatever its rows are.
@usableFromInline
struct SlotWalk: ~Escapable {
  private var cursor: LMDB.Cursor
  private let slot: UInt16
  private let start: [UInt8]
  private let end: [UInt8]?
  private let order: KeyOrder
  private var position = Position.start

  private enum Position { case start, inside, end }

  @_lifetime(copy snapshot)
  init(
    _ snapshot: LMDB.Snapshot, _ slot: UInt16, from start: [UInt8], before end: [UInt8]?, _ order: KeyOrder
  ) throws(LMDBError) {
    cursor = try snapshot.cursor(.main)
    self.slot = slot
    self.start = start
    self.end = end
    self.order = order
  }

  @_lifetime(copy self)
  mutating func next() throws(StoreError) -> LMDB.Entry? {
    do throws(LMDBError) {
      guard position != .end else { return nil }
      let isFirst = position == .start
      position = .end
      let found = try isFirst ? first() : order == .ascending ? cursor.next() : cursor.previous()
      guard let entry = found, contains(entry.key) else { return nil }
      position = .inside
      return entry
    } catch {
      throw StoreError(error)
    }
  }

  // Bytes have no padding that could be read uninitialised.
  @_lifetime(copy self)
  private mutating func first() throws(LMDBError) -> LMDB.Entry? {
    let start = start
    guard order == .descending else { return unsafe try cursor.seek(start.span.bytes) }
    guard let end else { return try cursor.last() }
    if unsafe try cursor.seek(end.span.bytes) == nil { return try cursor.last() }
    return try cursor.previous()
  }

  private func contains(_ key: RawSpan) -> Bool {
    guard UInt16(slotOf: key) == slot, !key.precedes(unsafe start.span.bytes) else { return false }
    guard let end else { return true }
    return key.precedes(unsafe end.span.bytes)
  }
}
