public import FlatBuffersRuntime

/// Reading within a write, with all changes made so far: the usual questions; ``snapshot`` answers all. Records are
/// valid until the next change.
extension WriteTransaction {
  /// Finds a record by its primary key; see ``Snapshot/get(_:_:)``.
  @inlinable @_lifetime(borrow self)
  public func get<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key
  ) throws(StoreError) -> Record? {
    try snapshot.get(table, key)
  }

  /// Finds a record by its key in an index; see ``Snapshot/get(by:_:)``.
  @inlinable @_lifetime(borrow self)
  public func get<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ key: Key
  ) throws(StoreError) -> Record? {
    try snapshot.get(by: index, key)
  }

  /// Whether a table holds a record with a primary key.
  @inlinable
  public func contains<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ key: Key
  ) throws(StoreError) -> Bool {
    try snapshot.contains(table, key)
  }

  /// Whether an index holds a record with a key.
  @inlinable
  public func contains<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ key: Key
  ) throws(StoreError) -> Bool {
    try snapshot.contains(by: index, key)
  }

  /// How many records a table holds. Constant time.
  @inlinable
  public func count<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>
  ) throws(StoreError) -> Int {
    try snapshot.count(table)
  }

  /// The greatest primary key in a range, such as the one a new record's is to follow; `nil` if there is none.
  @inlinable
  public func lastKey<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: KeyRange<Key> = .all
  ) throws(StoreError) -> Key? {
    try snapshot.lastKey(table, range)
  }

  /// The records whose primary keys lie in a range; see ``Snapshot/rows(_:_:order:limit:after:)``.
  @inlinable @_lifetime(borrow self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: KeyRange<Key> = .all, order: KeyOrder = .ascending,
    limit: Int? = nil, after token: CursorToken? = nil
  ) throws(StoreError) -> Rows<Record, Key> {
    try snapshot.rows(table, range, order: order, limit: limit, after: token)
  }

  /// The records whose primary keys lie in a range of Swift's.
  @inlinable @_lifetime(borrow self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, _ range: some KeyRangeExpression<Key>, order: KeyOrder = .ascending,
    limit: Int? = nil, after token: CursorToken? = nil
  ) throws(StoreError) -> Rows<Record, Key> {
    try snapshot.rows(table, range.keyRange, order: order, limit: limit, after: token)
  }

  /// The records whose keys in an index lie in a range; see ``Snapshot/rows(by:_:order:limit:after:)``.
  @inlinable @_lifetime(borrow self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: KeyRange<Key> = .all, order: KeyOrder = .ascending,
    limit: Int? = nil, after token: CursorToken? = nil
  ) throws(StoreError) -> Rows<Record, Key> {
    try snapshot.rows(by: index, range, order: order, limit: limit, after: token)
  }

  /// The records whose keys in an index lie in a range of Swift's.
  @inlinable @_lifetime(borrow self)
  public func rows<Record: FlatTable & ~Escapable, Key>(
    by index: Index<Record, Key>, _ range: some KeyRangeExpression<Key>, order: KeyOrder = .ascending,
    limit: Int? = nil, after token: CursorToken? = nil
  ) throws(StoreError) -> Rows<Record, Key> {
    try snapshot.rows(by: index, range.keyRange, order: order, limit: limit, after: token)
  }
}
