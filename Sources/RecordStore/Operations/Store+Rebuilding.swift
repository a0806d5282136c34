import LMDB

extension Store {
  /// Verifies the records of all tables in the file and makes all indexes anew, also those of other programs.
  ///
  /// Mends what a program that knows nothing of the indexes left behind, and takes its records over. One transaction:
  /// others write again when it is done.
  ///
  /// - Parameter onProgress: told how many records were worked off.
  /// - Throws: ``StoreError/Code/invalidRecord`` for a row that is no record of its table, with its key;
  ///   ``StoreError/Code/uniqueViolation`` with both rows; nothing has changed then.
  public func rebuildIndexes(onProgress: (OpeningProgress) -> Void = { _ in }) throws {
    try checkOpen()
    try writer.checkMayWait()
    guard !environment.isReadOnly else {
      throw StoreError(.readOnly, "\(path) was opened for reading only")
    }
    do {
      try withoutActuallyEscaping(onProgress) { onProgress in
        try state.rebuild(feed, onProgress)
      }
    } catch let error as LMDBError {
      throw StoreError(error)
    }
  }
}

extension StoreState {
  /// - Parameter feed: told of the commit, which changes no row.
  func rebuild(_ feed: ChangeFeed, _ onProgress: @escaping (OpeningProgress) -> Void) throws {
    var previous = CommitMark()
    let outcome: OpeningTransaction.Outcome
    do {
      outcome = try environment.write { transaction throws in
        previous = try transaction.snapshot.commitMark() ?? CommitMark()
        let outcome = try rebuild(in: &transaction, after: previous, onProgress)
        feed.willCommit(outcome.mark)
        return outcome
      }
    } catch {
      feed.failed()
      throw error
    }
    replace(outcome.tables, handles: outcome.handles, outcome.mark)
    feed.committed(outcome.mark, after: previous, CommittedChanges(RecordingInterest()))
  }

  @_lifetime(transaction: copy transaction)
  private func rebuild(
    in transaction: inout LMDB.WriteTransaction, after before: CommitMark,
    _ onProgress: @escaping (OpeningProgress) -> Void
  ) throws -> OpeningTransaction.Outcome {
    guard let catalog = try transaction.snapshot.storedCatalog(environment.path) else {
      throw StoreError(
        .foreignFile,
        "\(environment.path): the file has no catalog of its tables. Open it with options.adopting")
    }
    var rebuilding = Rebuilding(path: environment.path, onProgress: onProgress)
    try rebuilding.run(catalog, given, in: &transaction)
    // The catalog's number changes, so that others look at the file anew and trust it again.
    let mark = CommitMark(
      after: before, in: transaction, changesCatalog: true, isUncertain: false,
      unsynchronized: options.sessionOfCommits)
    try transaction.log(mark, after: before, catalog, isReorganized: false)
    try transaction.put(mark, after: before)
    let tables = try tables(
      of: transaction.snapshot, mark, isOurs: true, rebuilding.handles, areAllOpen: true)
    return OpeningTransaction.Outcome(
      tables: tables, handles: rebuilding.handles, mark: mark, report: OpeningReport())
  }
}
