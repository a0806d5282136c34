import CLMDB

extension Environment {
  /// Reads one snapshot.
  ///
  /// What `body` reads is valid during the call. Takes a pooled transaction: about as cheap as reading
  /// within one that is open already.
  ///
  /// - Throws: what `body` throws, or ``LMDBError`` if no snapshot can be had: the environment was closed,
  ///   belongs to the parent process, or has no reader slot left; or another process made the database larger
  ///   and open transactions of this one keep the memory map as it is.
  @inlinable
  package func read<R: ~Copyable>(_ body: (Snapshot) throws -> R) throws -> R {
    let transaction = try acquire()
    defer { release(transaction) }
    return try body(Snapshot(transaction))
  }

  /// Begins a read transaction that may outlive the call.
  ///
  /// - Throws: as ``read(_:)``.
  package func beginRead() throws(LMDBError) -> ReadTransaction {
    ReadTransaction(self, try acquire())
  }

  /// Takes a renewed transaction from the pool, or begins one.
  @usableFromInline
  func acquire() throws(LMDBError) -> RawTransaction {
    try checkProcess()
    guard let pooled = readers.take() else { return try begin() }
    let status = pooled.renew()
    if status == 0 { return pooled }
    return try begin(after: status, of: pooled)
  }

  /// Deals with a pooled transaction that can't be renewed.
  @inline(never)
  private func begin(after status: Int32, of pooled: RawTransaction) throws(LMDBError) -> RawTransaction {
    let failure = pooled.failure(status, "read")
    end(pooled)
    guard status == MDB_MAP_RESIZED else { throw failure }
    try adoptMapSize()
    return try begin()
  }

  /// Begins a reader, which is counted in until its end.
  @inline(never)
  private func begin() throws(LMDBError) -> RawTransaction {
    try begin(readOnly: true, "read")
  }

  /// Begins a transaction, which is counted in until its end.
  ///
  /// What can be mended is: the slots of processes that crashed are freed if there is none left, and the size
  /// that another process gave the database is taken over.
  func begin(
    readOnly: Bool, _ action: @autoclosure () -> String
  ) throws(LMDBError) -> RawTransaction {
    let user: TransactionGate.User = readOnly ? .reader : .other
    var attempts = 0
    while true {
      attempts += 1
      try enter(user, action())
      let status: Int32
      switch handle.begin(readOnly: readOnly) {
      case .success(let transaction): return transaction
      case .failure(let failure): status = failure.number
      }
      leave(user)
      switch status {
      case MDB_READERS_FULL where attempts == 1: try freeStaleReaders()
      // Others may make it larger once more meanwhile, but not for ever.
      case MDB_MAP_RESIZED where attempts < 100: try adoptMapSize()
      // The lock that tells others that this process reads is taken: by a process with the same id.
      case SystemNumber.tryAgain where readOnly:
        throw LMDBError(
          .processIDTaken, "\(action()) \(path): another process has the same process id and reads the file",
          number: status)
      default: throw LMDBError(number: status, "\(action()) \(path)", file: path)
      }
    }
  }

  /// Ends a snapshot and puts its transaction back.
  @usableFromInline
  func release(_ transaction: RawTransaction) {
    // In a forked child the reader slot is the parent's, whose snapshot would end.
    guard isOwnProcess else { return }
    transaction.reset()
    guard readers.put(transaction) else { return end(transaction) }
    // Whoever waits for all transactions to end looks into the pool once only, or before this.
    if !gate.isOpen { emptyPool() }
  }
}
