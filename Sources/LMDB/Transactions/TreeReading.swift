/// What reads the databases of one transaction: the reader of pages, or LMDB's own functions where pages can't be
/// read, as in transactions that write.
///
/// Both answer alike; a conformance suite asks both.
protocol TreeReading {
  associatedtype Position: TreeCursor

  /// Finds a value.
  ///
  /// - Returns: bytes of the memory map, valid until the transaction ends or changes anything.
  @unsafe
  func get(_ database: Database, _ key: RawSpan) throws(LMDBError) -> UnsafeRawBufferPointer?

  /// How many values a database holds.
  func count(_ database: Database) throws(LMDBError) -> Int

  /// A position before the first and behind the last entry.
  func position(in database: Database) throws(LMDBError) -> Position
}

/// A position in a database; see ``Cursor``.
protocol TreeCursor {
  mutating func first() throws(LMDBError) -> RawEntry?
  mutating func last() throws(LMDBError) -> RawEntry?
  mutating func next() throws(LMDBError) -> RawEntry?
  mutating func previous() throws(LMDBError) -> RawEntry?
  mutating func seek(_ key: RawSpan) throws(LMDBError) -> RawEntry?
}
