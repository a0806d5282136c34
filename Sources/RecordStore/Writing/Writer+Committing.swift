import LMDB

extension Writer {
  /// Writes jobs: those that may share a commit, the expensive part, do so.
  ///
  /// Each job runs in a transaction of its own within the shared one, so that one that fails undoes nothing of the
  /// others. But all of them need room at once: what one overwrites is free for the next transaction only. So a
  /// shared transaction that fails for lack of room is tried again in halves, down to single jobs, as if they had
  /// come one by one.
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
  /// - Parameter body: changes the store; gives whether it did.
  private func transaction(
    _ body: (inout LMDB.WriteTransaction, StoreState.Beginning) throws -> Bool
  ) throws {
    while true {
      do {
        let mark: CommitMark? = try environment.write { base in
          let beginning = try state.begin(base)
          guard try body(&base, beginning) else { return nil }
          try base.put(beginning.mark)
          return beginning.mark
        }
        if let mark { state.committed(mark) }
        return
      } catch is StoreState.CatalogChanged {
        // Before the body ran: another process made tables or indexes.
        try state.openDatabases()
      }
    }
  }

  private func commitAlone(_ job: WriteJob) {
    do {
      try transaction { base, beginning in try job.run(in: &base, beginning) }
      job.end(nil)
    } catch {
      job.end(job.outcome.error ?? error)
    }
  }

  private func commitTogether(_ jobs: ArraySlice<WriteJob>) {
    guard jobs.count > 1 else {
      for job in jobs { commitAlone(job) }
      return
    }
    do {
      try transaction { base, beginning in
        var didChange = false
        for job in jobs {
          // What a job throws is its own affair; what concerns all comes up again at the commit.
          job.outcome = .stored
          do {
            if try base.nested({ try job.run(in: &$0, beginning) }) { didChange = true }
          } catch {
            job.noteTransactionFailure(error)
          }
        }
        return didChange
      }
    } catch let error as LMDBError where Writer.mayBeLackOfRoom(error) {
      // Whatever a job found, also if it failed, it found among changes that are not stored.
      let middle = jobs.startIndex + jobs.count / 2
      commitTogether(jobs[..<middle])
      return commitTogether(jobs[middle...])
    } catch {
      // Nothing of anyone was stored.
      for job in jobs { job.end(job.outcome.error ?? error) }
      return
    }
    for job in jobs {
      switch job.outcome {
      case .stored: job.end(nil)
      case .failed(let error): job.end(error)
      case .crowdedOut: commitAlone(job)
      }
    }
  }

  /// Whether a failure may be one of the jobs' number rather than of one of them.
  ///
  /// Among them is a transaction that can't go on, because a job may have broken it for the others.
  static func mayBeLackOfRoom(_ error: LMDBError) -> Bool {
    switch error.code {
    case .mapFull, .transactionFull, .noSpace, .noMemory, .badTransaction: true
    default: false
    }
  }
}
