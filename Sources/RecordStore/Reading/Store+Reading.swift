public import LMDB

extension Store {
  /// Reads one state of the store.
  ///
  /// Records are valid during the call; take copies (`record.draft`, `description`) or ``pin(_:_:)``
  /// what is to stay. Keep it short: while it runs, pages that were overwritten are not used again.
  ///
  /// - Throws: what `body` throws, or ``StoreError`` if the store can't be read.
  @inlinable
  public func read<R: ~Copyable>(_ body: (Snapshot) throws -> R) throws -> R {
    try checkOpen()
    do {
      return try environment.read { snapshot in
        try body(unsafe Snapshot(snapshot, state.tables(for: snapshot)))
      }
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }
}
