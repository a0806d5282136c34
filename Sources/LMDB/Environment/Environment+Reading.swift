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
  public func read<R: ~Copyable>(_ body: (Snapshot) throws -> R) throws -> R {
    let reader = try acquire()
    defer { release(reader) }
    return try body(Snapshot(reader))
  }

  /// Begins a read transaction that may outlive the call.
  ///
  /// - Throws: as ``read(_:)``.
  public func beginRead() throws(LMDBError) -> ReadTransaction {
    ReadTransaction(self, try acquire())
  }

  /// Takes a renewed transaction from the pool, or begins one.
  @usableFromInline
  func acquire() throws(LMDBError) -> Reader {
    try checkProcess()
    guard let pooled = readers.take() else { return try begin() }
    let status = pooled.renew()
    if status == 0, pooled.isCurrent { return pooled }
    return try begin(pooled, status)
  }

  /// Begins a reader, which is counted in until its end.
  @inline(never)
  private func begin() throws(LMDBError) -> Reader {
    try begin(Reader(begin(readOnly: true, "read"), names), 0)
  }

  /// Looks at the commit that a reader took, or deals with one that can't be renewed.
  ///
  /// - Parameter status: what LMDB answered when it took its snapshot.
  @inline(never)
  private func begin(_ reader: Reader, _ status: Int32) throws(LMDBError) -> Reader {
    var status = status
    if status == 0 {
      do throws(LMDBError) {
        status = try look(atCommitOf: reader)
      } catch {
        end(reader)
        throw error
      }
    }
    guard status != 0 else { return reader }
    let failure = reader.transaction.failure(status, "read")
    end(reader)
    guard status == MDB_MAP_RESIZED else { throw failure }
    try adoptMapSize()
    return try begin()
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
  func release(_ reader: Reader) {
    // In a forked child the reader slot is the parent's, whose snapshot would end.
    guard isOwnProcess else { return }
    reader.reset()
    guard readers.put(reader) else { return end(reader) }
    // Whoever waits for all transactions to end looks into the pool once only, or before this.
    if !gate.isOpen { emptyPool() }
  }
}
