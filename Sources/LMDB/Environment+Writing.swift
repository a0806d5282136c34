import Synchronization

extension Environment {
  /// Changes databases: all that `body` does, or nothing if it throws.
  ///
  /// Runs on the calling thread, after any other writer of any process has ended. Returns when the
  /// changes are on the disk, as far as ``Options/durability`` asks for it.
  ///
  /// - Throws: what `body` throws, or ``LMDBError`` if the changes can't be made.
  public func write<R: ~Copyable>(
    _ body: (inout WriteTransaction) throws -> R
  ) throws -> R {
    try checkProcess()
    guard !isReadOnly else {
      throw LMDBError(.readOnly, "write to \(path): it was opened for reading only")
    }
    let thread = currentThread()
    guard writer.load(ordering: .relaxed) != thread else {
      throw LMDBError(.nestedWrite, "write to \(path): this thread is writing to it already")
    }
    let transaction: RawTransaction
    switch handle.begin(readOnly: false) {
    case .success(let begun): transaction = begun
    case .failure(let failure): throw LMDBError(number: failure.number, "write to \(path)")
    }
    writer.store(thread, ordering: .relaxed)
    // The lock is free by then: the mark may be another thread's already.
    defer { _ = writer.compareExchange(expected: thread, desired: 0, ordering: .relaxed) }
    return try WriteTransaction.run(transaction, "commit to \(path)", body)
  }

  /// Whether the running thread is inside ``write(_:)``.
  public var isWritingOnThisThread: Bool {
    writer.load(ordering: .relaxed) == currentThread()
  }

  /// Opens named databases, all in one transaction, as LMDB wants it: at the start, by one thread.
  ///
  /// - Parameters:
  ///   - names: non-empty names without zeros.
  ///   - create: whether those that don't exist are created; otherwise they are an error.
  public func databases(_ names: [String], create: Bool = true) throws -> [Database] {
    if isReadOnly || !create { return try openExisting(names) }
    return try write { transaction in
      try names.map { try transaction.open($0) }
    }
  }

  private func openExisting(_ names: [String]) throws(LMDBError) -> [Database] {
    let transaction = try acquire()
    var databases: [Database] = []
    for name in names {
      do throws(LMDBError) {
        databases.append(try transaction.open(name, create: false))
      } catch {
        transaction.abort()
        throw error
      }
    }
    // Handles opened in a read transaction stay if it is committed.
    let status = transaction.commit()
    guard status == 0 else { throw LMDBError(number: status, "open the databases of \(path)") }
    return databases
  }
}
