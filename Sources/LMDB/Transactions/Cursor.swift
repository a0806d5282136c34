/// A key and its value, in place: valid until the snapshot ends.
@frozen
public struct Entry: ~Escapable {
  /// The key's bytes.
  public let key: RawSpan
  /// The value's bytes.
  public let value: RawSpan

  @inlinable @inline(__always) @_lifetime(copy key)
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
      guard flags & subDatabase != 0, flags & duplicates == 0 else { return nil }
      // Since LMDB 1.0 a zero ends it.
      let name = unsafe key.last == 0 && !EnvironmentHandle.hasKnownFormat ? key.dropLast() : key[...]
      guard unsafe !name.contains(0) else { return nil }
      return unsafe String(decoding: name, as: UTF8.self)
    }
  }
}

/// A position in a database that moves along its keys, in the order of their bytes.
///
/// Keys compare as bytes; a key that is the beginning of another one comes before it. Past the last entry, and before
/// the first one, a cursor gives `nil` again and again, and goes back from there. A value: move it in one place only.
/// Copyable all the same, because Swift 6.3 lets a noncopyable value leave its scope through a variable that a closure
/// captures, and rejects that for copyable ones.
@frozen
public struct Cursor: ~Escapable {
  @usableFromInline var pages: ReaderCursor
  /// What moves instead, where pages can't be read.
  @usableFromInline let library: LibraryCursor?

  @usableFromInline @_lifetime(immortal)
  init(_ snapshot: Snapshot, _ database: Database) throws(LMDBError) {
    if let reader = snapshot.reader {
      pages = try reader.position(in: database)
      library = nil
    } else {
      pages = .nowhere
      library = try LibraryCursor(snapshot.transaction, database, snapshot.committedPages)
    }
  }

  /// Goes to the first entry.
  @_lifetime(copy self)
  public mutating func first() throws(LMDBError) -> Entry? {
    if let library { return unsafe entry(try library.first()) }
    return unsafe entry(try pages.first())
  }

  /// Goes to the last entry.
  @_lifetime(copy self)
  public mutating func last() throws(LMDBError) -> Entry? {
    if let library { return unsafe entry(try library.last()) }
    return unsafe entry(try pages.last())
  }

  /// Goes to the next entry, or to the first one if the cursor did not move yet.
  @inlinable @inline(__always) @_lifetime(copy self)
  public mutating func next() throws(LMDBError) -> Entry? {
    if let library { return unsafe entry(try library.next()) }
    return unsafe entry(try pages.next())
  }

  /// Goes to the next entry if that takes no more than a step: ``next()`` where it is more is left to the caller.
  ///
  /// - Parameter limit: what ``limit(before:)`` gave after the last move that was not one of this kind.
  @inlinable @inline(__always) @_lifetime(copy self)
  package mutating func next(before limit: Int) -> Entry? {
    unsafe entry(pages.pages.next(before: limit))
  }

  /// How far ``next(before:)`` may go: to the end of what lies together, but not to the entry of `end` or one behind it.
  package func limit(before end: RawSpan?) throws(LMDBError) -> Int {
    // No leaf, where LMDB's functions move.
    let (map, count) = (pages.pages.map, pages.pages.count)
    guard let end, let leaf = unsafe pages.pages.leaf else { return count }
    do throws(PageFault) {
      // Sound because the search is over before this returns.
      return unsafe try PageCursor.nodes(
        of: TreePage(start: leaf, count: count), before: SearchKey(end.withUnsafeBytes { unsafe $0 }), map)
    } catch {
      throw pages.failure(error)
    }
  }

  /// The key where the cursor stands after ``next(before:)`` gave an entry.
  package var key: RawSpan? {
    @_lifetime(copy self)
    get {
      guard let leaf = unsafe pages.pages.leaf else { return nil }
      let page = unsafe TreePage(start: leaf, count: pages.pages.count)
      guard let node = try? page.node(pages.pages.index, size: pages.pages.map.pageSize) else { return nil }
      return unsafe _overrideLifetime(RawSpan(_unsafeBytes: node.key), copying: self)
    }
  }

  /// Where the cursor stands among the entries that ``limit(before:)`` counts.
  @inlinable
  package var place: Int { pages.pages.index }

  /// Goes to the entry before, or to the last one if the cursor did not move yet.
  @inlinable @inline(__always) @_lifetime(copy self)
  public mutating func previous() throws(LMDBError) -> Entry? {
    if let library { return unsafe entry(try library.previous()) }
    return unsafe entry(try pages.previous())
  }

  /// Goes to the first entry whose key is `key` or comes after it.
  ///
  /// - Parameter key: 1 to 511 bytes; an empty key goes to the first entry.
  @_lifetime(copy self)
  public mutating func seek(_ key: RawSpan) throws(LMDBError) -> Entry? {
    if let library { return unsafe entry(try library.seek(key)) }
    return unsafe entry(try pages.seek(key))
  }

  @inlinable @inline(__always) @unsafe @_lifetime(copy self)
  func entry(_ found: RawEntry?) -> Entry? {
    guard let found = unsafe found else { return nil }
    let entry = unsafe Entry(
      key: RawSpan(_unsafeBytes: found.key), value: RawSpan(_unsafeBytes: found.value))
    return unsafe _overrideLifetime(entry, copying: self)
  }
}
