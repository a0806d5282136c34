import CLMDB

extension Environment {
  /// Reads one snapshot.
  ///
  /// What `body` reads is valid during the call. Takes a pooled transaction: about as cheap as reading
  /// within one that is open already.
  ///
  /// - Throws: what `body` throws, or ``LMDBError`` if no snapshot can be had.
  @inlinable
  public func read<R: ~Copyable>(_ body: (Snapshot) throws -> R) throws -> R {
    let transaction = try acquire()
    defer { release(transaction) }
    return try body(Snapshot(transaction))
  }

  /// Begins a read transaction that may outlive the call.
  public func beginRead() throws(LMDBError) -> ReadTransaction {
    ReadTransaction(self, try acquire())
  }

  /// Takes a renewed transaction from the pool, or begins one.
  @usableFromInline
  func acquire() throws(LMDBError) -> RawTransaction {
    try checkProcess()
    if let pooled = readers.take() {
      let status = pooled.renew()
      if status == 0 { return pooled }
      let failure = pooled.failure(status, "read")
      pooled.abort()
      throw failure
    }
    switch handle.begin(readOnly: true) {
    case .success(let transaction): return transaction
    case .failure(let failure):
      guard failure.number == MDB_READERS_FULL else {
        throw LMDBError(number: failure.number, "read \(path)")
      }
    }
    // Slots of processes that crashed can be had back.
    try handle.freeStaleReaders(path)
    switch handle.begin(readOnly: true) {
    case .success(let transaction): return transaction
    case .failure(let failure): throw LMDBError(number: failure.number, "read \(path)")
    }
  }

  /// Ends a snapshot and puts its transaction back.
  @usableFromInline
  func release(_ transaction: RawTransaction) {
    transaction.reset()
    recycle(transaction)
  }

  /// Puts a reset transaction back.
  func recycle(_ transaction: RawTransaction) {
    if !readers.put(transaction) { transaction.abort() }
  }
}
