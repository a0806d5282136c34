import CLMDB

/// A key and its value, in place.
@frozen @usableFromInline
package struct Entry: ~Escapable {
  package let key: RawSpan
  package let value: RawSpan

  @usableFromInline @_lifetime(copy key)
  init(key: RawSpan, value: RawSpan) {
    self.key = key
    self.value = unsafe _overrideLifetime(value, copying: key)
  }
}

extension Entry {
  /// The name of the database that this entry of the main database describes; `nil` if it is a plain one.
  ///
  /// LMDB's calls tell only by opening the database. The page tells, too: in LMDB 0.9 a node is its flags and the
  /// length of its key, 16 bits each, then the key and the value (`MDB_node` in mdb.c).
  var databaseName: String? {
    let recordSize = 48
    let (subDatabase, duplicates): (UInt16, UInt16) = (0x02, 0x04)
    guard value.byteCount == recordSize else { return nil }
    return unsafe key.withUnsafeBytes { key in
      // Sound because both stand right before every key, within its page.
      guard let start = key.baseAddress, unsafe (start - 2).loadUnaligned(as: UInt16.self) == key.count
      else { return nil }
      let flags = unsafe (start - 4).loadUnaligned(as: UInt16.self)
      guard flags & subDatabase != 0, flags & duplicates == 0, unsafe !key.contains(0) else { return nil }
      return unsafe String(decoding: key, as: UTF8.self)
    }
  }
}

/// A position in a database that moves along its keys, in the order of their bytes.
///
/// Keys compare as bytes; a key that is the beginning of another one comes before it. Copies share the
/// position. Copyable all the same, because Swift 6.3 lets a noncopyable value leave its scope through a
/// variable that a closure captures, and rejects that for copyable ones.
package struct Cursor: ~Escapable {
  private let handle: CursorHandle

  @_lifetime(immortal)
  init(_ transaction: RawTransaction, _ database: Database) throws(LMDBError) {
    handle = try CursorHandle(transaction, database)
  }

  /// Goes to the first entry.
  @_lifetime(copy self)
  package mutating func first() throws(LMDBError) -> Entry? { try move(MDB_FIRST) }

  /// Goes to the last entry.
  @_lifetime(copy self)
  package mutating func last() throws(LMDBError) -> Entry? { try move(MDB_LAST) }

  /// Goes to the next entry, or to the first one if the cursor did not move yet.
  @_lifetime(copy self)
  package mutating func next() throws(LMDBError) -> Entry? { try move(MDB_NEXT) }

  /// Goes to the entry before, or to the last one if the cursor did not move yet.
  @_lifetime(copy self)
  package mutating func previous() throws(LMDBError) -> Entry? { try move(MDB_PREV) }

  /// Goes to the first entry whose key is `key` or comes after it.
  ///
  /// - Parameter key: 1 to 511 bytes; an empty key goes to the first entry.
  @_lifetime(copy self)
  package mutating func seek(_ key: RawSpan) throws(LMDBError) -> Entry? {
    guard key.byteCount > 0 else { return try first() }
    return try move(MDB_SET_RANGE, from: key)
  }

  @_lifetime(copy self)
  private func move(
    _ operation: MDB_cursor_op, from start: RawSpan = RawSpan()
  ) throws(LMDBError) -> Entry? {
    guard let place = unsafe try handle.move(operation, from: start) else { return nil }
    let entry = unsafe Entry(
      key: RawSpan(_unsafeBytes: place.key), value: RawSpan(_unsafeBytes: place.value))
    return unsafe _overrideLifetime(entry, copying: self)
  }
}

/// The owner of an `MDB_cursor`.
///
/// Safe because only ``Cursor`` holds it, which can't outlive the snapshot whose end invalidates it.
@safe
private final class CursorHandle {
  private let pointer: OpaquePointer

  init(_ transaction: RawTransaction, _ database: Database) throws(LMDBError) {
    var opened: OpaquePointer?
    let status = unsafe mdb_cursor_open(transaction.pointer, database.handle, &opened)
    guard status == 0, let cursor = unsafe opened else {
      throw transaction.failure(status, "open a cursor")
    }
    unsafe pointer = cursor
  }

  deinit { unsafe mdb_cursor_close(pointer) }

  /// Moves, and gives the key and the value, valid until the snapshot ends or changes.
  @unsafe
  func move(
    _ operation: MDB_cursor_op, from start: RawSpan
  ) throws(LMDBError) -> (key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer)? {
    var key = unsafe MDB_val(start)
    var value = unsafe MDB_val()
    let status = unsafe mdb_cursor_get(pointer, &key, &value, operation)
    if status == MDB_NOTFOUND { return nil }
    guard status == 0 else { throw failure(status) }
    return unsafe (
      UnsafeRawBufferPointer(start: key.mv_data, count: key.mv_size),
      UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size)
    )
  }

  @inline(never)
  private func failure(_ status: Int32) -> LMDBError {
    unsafe RawTransaction(mdb_cursor_txn(pointer)).failure(status, "move a cursor")
  }
}
