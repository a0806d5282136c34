import Dispatch
import LMDB
import Synchronization

/// Runs all writes of a store on one thread, as LMDB wants a transaction begun and ended.
///
/// Writes that wait at the same time share one commit, the expensive part. Each runs in a transaction
/// of its own within the shared one, so that one that fails undoes nothing of the others.
final class Writer: Sendable {
  private struct State {
    var jobs: [WriteJob] = []
    var isStopping = false
  }

  private let environment: Environment
  private let catalog: Catalog
  // A mutex, because it guards a queue for the time of an append; commits take a thousand times longer.
  private let state = Mutex(State())
  private let wake = DispatchSemaphore(value: 0)
  private let thread: WriterThread

  init(_ environment: Environment, _ catalog: Catalog) throws(StoreError) {
    self.environment = environment
    self.catalog = catalog
    thread = WriterThread()
    if !environment.isReadOnly { try thread.start(self) }
  }

  /// Queues a write.
  func add(_ job: WriteJob) throws(StoreError) {
    guard !environment.isReadOnly else {
      throw StoreError(.readOnly, "\(environment.path) was opened for reading only")
    }
    let isAccepted = state.withLock { state in
      if state.isStopping { return false }
      state.jobs.append(job)
      return true
    }
    guard isAccepted else { throw StoreError(.closed, "\(environment.path) was closed") }
    wake.signal()
  }

  /// - Throws: on the writer's own thread, which can't wait for itself.
  func checkMayWait() throws(StoreError) {
    guard !environment.isWritingOnThisThread else {
      throw StoreError(
        .nestedWrite,
        "write to \(environment.path): this is inside a write already. Use the transaction at hand")
    }
  }

  /// Ends the thread after what is queued was written.
  func stop() {
    state.withLock { $0.isStopping = true }
    wake.signal()
    thread.join()
  }

  /// The thread's work.
  func run() {
    while true {
      wake.wait()
      let (jobs, isStopping) = state.withLock { state in
        defer { state.jobs.removeAll() }
        return (state.jobs, state.isStopping)
      }
      if !jobs.isEmpty { write(jobs) }
      if isStopping { return }
    }
  }

  private func write(_ jobs: [WriteJob]) {
    do {
      try environment.write { base in
        if jobs.count == 1 {
          try run(jobs[0], in: &base)
        } else {
          for job in jobs {
            do {
              try base.nested { try run(job, in: &$0) }
            } catch {
              job.failure = error
            }
          }
        }
      }
      for job in jobs { job.end(job.failure.map(described)) }
    } catch {
      // A failed commit stored nothing of anyone.
      for job in jobs { job.end(described(job.failure ?? error)) }
    }
  }

  private func run(_ job: WriteJob, in base: inout LMDB.WriteTransaction) throws {
    // `base` is not used until the job is done.
    var transaction = unsafe WriteTransaction(base.alias(), catalog)
    try job.run(&transaction)
  }

  private func described(_ error: any Error) -> any Error {
    if let error = error as? LMDBError { return StoreError(error) }
    return error
  }
}
