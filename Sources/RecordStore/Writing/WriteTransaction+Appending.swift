public import FlatBuffersRuntime

extension WriteTransaction {
  /// Builds a record and stores it behind all others of its table: the cheapest way to fill one, and to fill pages to
  /// their ends.
  ///
  /// - Throws: ``StoreError/Code/recordExists`` naming the key if it does not come after all others, nothing has changed
  ///   then; else as for a put.
  @inlinable @_lifetime(self: copy self)
  public mutating func append<Record: FlatTable & ~Escapable, Key>(
    _ draft: Record.Draft, to table: Table<Record, Key>
  ) throws(StoreError) {
    _ = try build(draft, as: Record.self, in: table.definition, .append)
  }

  /// Builds records and stores them behind all others of their table, in their order.
  ///
  ///     try store.write(alone: true) { txn in
  ///       try txn.append(contentsOf: drafts, to: .users) { done in print(done) }
  ///     }
  ///
  /// The records become one transaction: none is stored if one fails.
  ///
  /// - Parameters:
  ///   - drafts: in the order of their primary keys.
  ///   - onProgress: told how many were stored, every 4096 records and at the end.
  /// - Throws: ``StoreError/Code/recordExists`` naming the first key out of order; what `onProgress` throws, to break it
  ///   off; else as for a put.
  @inlinable @_lifetime(self: copy self)
  public mutating func append<Record: FlatTable & ~Escapable, Key>(
    contentsOf drafts: some Sequence<Record.Draft>, to table: Table<Record, Key>,
    onProgress: (Int) throws -> Void = { _ in }
  ) throws {
    var done = 0
    for draft in drafts {
      try append(draft, to: table)
      done += 1
      if done.isMultiple(of: 4096) { try onProgress(done) }
    }
    if !done.isMultiple(of: 4096) || done == 0 { try onProgress(done) }
  }
}
