import Synchronization

extension Environment {
  /// Frees the reader slots of processes that ended without doing so.
  ///
  /// A stale slot makes the file grow with every commit. They are looked for at opening, when slots run out, and
  /// once a second while writing.
  ///
  /// - Returns: how many slots were freed.
  @discardableResult
  public func freeStaleReaders() throws(LMDBError) -> Int {
    try whileOpen("look for stale readers of") { () throws(LMDBError) in try handle.freeStaleReaders(path) }
  }

  /// Frees stale slots, unless that was done within the last second: a system call for each process that has
  /// slots is too much for every commit.
  func freeStaleReadersNowAndThen() {
    let now = coarseSeconds()
    let last = lastReaderCheck.load(ordering: .relaxed)
    guard now != last,
      lastReaderCheck.compareExchange(expected: last, desired: now, ordering: .relaxed).exchanged
    else { return }
    // A slot that can't be freed is no reason not to write.
    _ = try? handle.freeStaleReaders(path)
  }
}
