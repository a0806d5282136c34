import LMDB

extension WriteTransaction {
  /// Runs `body` in a transaction within this one: a savepoint. If it throws, nothing that it changed is left, and this
  /// transaction can go on.
  ///
  ///     for row in rows {
  ///       do { try txn.nested { part in try load(row, in: &part) } } catch { rejected.append(row) }
  ///     }
  ///
  /// What it changed is stored when this transaction is, or undone with it. Unique indexes are checked when the whole
  /// write ends. Transactions nest to any depth; each costs some microseconds and, while it runs, 2 MiB of addresses.
  ///
  /// - Parameter body: uses the transaction that it is given; this one can't be used meanwhile.
  /// - Throws: what `body` throws, or ``StoreError``.
  @_lifetime(self: copy self)
  public mutating func nested<R: ~Copyable>(_ body: (inout WriteTransaction) throws -> R) throws -> R {
    let savepoint = pending.beginSavepoint()
    let parts = parts
    do {
      let result = try base.nested { child in
        // The child is not used until the body is done.
        var transaction = unsafe WriteTransaction(child.alias(), parts)
        return try body(&transaction)
      }
      pending.keep(savepoint)
      return result
    } catch {
      pending.restore(savepoint)
      if let error = error as? LMDBError { throw StoreError(error) }
      throw error
    }
  }
}
