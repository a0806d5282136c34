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
    guard !isReadOnly else {
      throw LMDBError(.readOnly, "write to \(path): it was opened for reading only")
    }
    let thread = currentThread()
    try checkNotWriting("write to")
    adoptMapSizeIfFull()
    let transaction = try begin(readOnly: false, "write to")
    defer { leave(.other) }
    writer.store(thread, ordering: .relaxed)
    // The lock is free by then: the mark may be another thread's already.
    defer { _ = writer.compareExchange(expected: thread, desired: 0, ordering: .relaxed) }
    freeStaleReadersNowAndThen()
    let committed: CommittedPages?
    do throws(LMDBError) {
      committed = try committedPages(before: transaction)
    } catch {
      transaction.abort()
      throw error
    }
    defer { if let committed { checkedPages.withLock { $0 = committed.checked } } }
    return try WriteTransaction.run(transaction, of: self, committed, "commit to \(path)", body)
  }

  /// Waits until all commits are on the disk: what ``write(_:)`` does itself with full durability.
  ///
  /// Not while the environment may be closed.
  public func synchronize() throws(LMDBError) {
    try checkProcess()
    guard !isReadOnly else { return }
    try handle.synchronize(path)
  }

  /// Whether the running thread is inside ``write(_:)``.
  package var isWritingOnThisThread: Bool {
    writer.load(ordering: .relaxed) == currentThread()
  }

  /// - Throws: on the thread that writes, which would wait for itself.
  func checkNotWriting(_ action: String) throws(LMDBError) {
    try checkProcess()
    guard !isWritingOnThisThread else {
      throw LMDBError(.nestedWrite, "\(action) \(path): this thread is writing to it already")
    }
  }
}
