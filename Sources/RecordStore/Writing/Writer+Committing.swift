import LMDB

extension Writer {
  /// Writes jobs: those that may share a commit, the expensive part, do so.
  ///
  /// Each job runs in a transaction of its own within the shared one, so that one that fails undoes nothing of the
  /// others. But they need room together, where one by one they would use again what the ones before them freed. So
  /// a shared transaction that lacks room is undone and tried again in smaller groups.
  func commit(_ jobs: [WriteJob]) {
    var rest = jobs[...]
    while let first = rest.first {
      if first.isAlone {
        commitAlone(first)
        rest.removeFirst()
      } else {
        let group = rest.prefix { !$0.isAlone }
        rest.removeFirst(group.count)
        commitTogether(group)
      }
    }
  }

  /// Runs a transaction that ends with the mark of its commit, if it changed anything.
  ///
  /// - Parameters:
  ///   - isWhole: whether all is on the disk afterwards, whatever the options say.
  ///   - changesCatalog: whether `body` puts another catalog, and changes tables in a way that is not told row by row.
  ///   - body: changes the store; gives whether it did.
  func transaction(
    isWhole: Bool = false, changesCatalog: Bool = false,
    _ body: (inout LMDB.WriteTransaction, StoreState.Beginning, CommitRecording?) throws -> Bool
  ) throws {
    while true {
      do {
        let done: Committed? = try environment.write { base in
          let beginning = try state.begin(base, isWhole: isWhole, changesCatalog: changesCatalog)
          let recording = try CommitRecording(feed.interest, beginning, base.snapshot)
          guard try body(&base, beginning, recording) else { return nil }
          try recording?.log?.finish(isReorganized: changesCatalog, in: &base)
          // Whatever is there before: others may have synchronized meanwhile, or wait at each commit.
          if isWhole { base.waitForDisk() }
          try base.put(beginning.mark, after: beginning.previous)
          feed.willCommit(beginning.mark)
          return Committed(beginning: beginning, changes: recording?.changes)
        }
        guard let done else { return }
        state.committed(done.beginning.mark)
        feed.committed(done.beginning.mark, after: done.beginning.previous, done.changes)
        return
      } catch is StoreState.CatalogChanged {
        // Before the body ran: another process made tables or indexes.
        try state.openDatabases()
      } catch {
        feed.failed()
        throw error
      }
    }
  }

  private struct Committed {
    let beginning: StoreState.Beginning
    let changes: CommittedChanges?
  }

  private func commitAlone(_ job: WriteJob) {
    var failure = attempt(job)
    // One that wants to run once is not run again, but goes well when its caller tries again.
    if let reason = failure, isFull(reason, job), releaseFreedPages(), !job.isAlone { failure = attempt(job) }
    job.end(failure)
  }

  private func attempt(_ job: WriteJob) -> (any Error)? {
    job.outcome = .stored
    do {
      try transaction(changesCatalog: job.scope.changesCatalog) { base, beginning, recording in
        let recorder = recording?.recorder()
        let didChange = try job.run(in: &base, beginning, recorder)
        recording?.add(recorder)
        return didChange
      }
      return nil
    } catch {
      return job.outcome.error ?? error
    }
  }

  private func isFull(_ failure: any Error, _ job: WriteJob) -> Bool {
    if case .crowdedOut(_, let reason) = job.outcome { return reason.code == .mapFull }
    return (failure as? LMDBError)?.code == .mapFull
  }

  private func commitTogether(_ jobs: ArraySlice<WriteJob>) {
    guard jobs.count > 1 else {
      for job in jobs { commitAlone(job) }
      return
    }
    do {
      try transaction { base, beginning, recording in
        var didChange = false
        for job in jobs {
          job.outcome = .stored
          do {
            let recorder = recording?.recorder()
            if try base.nested({ try job.run(in: &$0, beginning, recorder) }) { didChange = true }
            recording?.add(recorder)
          } catch {
            job.noteTransactionFailure(error)
            if case .crowdedOut(_, let reason) = job.outcome { throw reason }
          }
        }
        return didChange
      }
      for job in jobs { job.end(job.outcome.error) }
    } catch let reason as LMDBError where Writer.isLackOfRoom(reason) || reason.code == .badTransaction {
      // Whatever the jobs found, also why they failed, they found among changes that are not stored. A transaction
      // is bad if one of them broke it for the others.
      commit(jobs, after: reason)
    } catch {
      // Nothing of anyone was stored.
      for job in jobs { job.end(job.outcome.error ?? error) }
    }
  }

  private func commit(_ jobs: ArraySlice<WriteJob>, after reason: LMDBError) {
    // Pages that a commit frees are free for the second commit after it. A group that just fitted into a full map
    // would leave the next one nothing, and no way out: only single jobs go on as if they had come one by one.
    guard reason.code != .mapFull else {
      for job in jobs { commitAlone(job) }
      return
    }
    let middle = jobs.startIndex + jobs.count / 2
    commitTogether(jobs[..<middle])
    commitTogether(jobs[middle...])
  }

  /// Whether a failure may be one of the jobs' number rather than of one of them.
  static func isLackOfRoom(_ error: LMDBError) -> Bool {
    switch error.code {
    case .mapFull, .transactionFull, .noSpace, .noMemory: true
    default: false
    }
  }
}
