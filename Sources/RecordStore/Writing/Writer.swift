import Dispatch
import LMDB
import Synchronization

/// Runs all writes of a store on one thread, as LMDB wants a transaction begun and ended.
///
/// Writes that wait at the same time share one commit: see ``commit(_:)``.
final class Writer: Sendable {
  private struct Queue {
    var jobs: [WriteJob] = []
    var isStopping = false
  }

  let environment: Environment
  let state: StoreState
  let feed: ChangeFeed
  // A mutex, because it guards a queue for the time of an append; commits take a thousand times longer.
  private let queue = Mutex(Queue())
  private let wake = DispatchSemaphore(value: 0)
  private let thread: WriterThread

  init(_ environment: Environment, _ state: StoreState, _ feed: ChangeFeed) throws(StoreError) {
    self.environment = environment
    self.state = state
    self.feed = feed
    thread = WriterThread()
    if !environment.isReadOnly { try thread.start(self) }
  }

  /// Queues a write.
  ///
  /// - Throws: if it can't be done: the store was opened for reading only, was closed, or belongs to the parent
  ///   of this process, which has no writer thread.
  func add(_ job: WriteJob) throws(StoreError) {
    try checkProcess()
    guard !environment.isReadOnly else {
      throw StoreError(.readOnly, "\(environment.path) was opened for reading only")
    }
    let isAccepted = queue.withLock { queue in
      if queue.isStopping { return false }
      queue.jobs.append(job)
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

  /// Ends the thread after what is queued was written. Does nothing in a forked child, which has no such thread.
  func stop() {
    do throws(StoreError) { try checkProcess() } catch { return }
    queue.withLock { $0.isStopping = true }
    wake.signal()
    thread.join()
  }

  /// The thread's work.
  func run() {
    while true {
      wake.wait()
      let (jobs, isStopping) = queue.withLock { queue in
        defer { queue.jobs.removeAll() }
        return (queue.jobs, queue.isStopping)
      }
      commit(jobs)
      if isStopping { return }
      // A child that was forked inside a write ends with it: nobody there would ever wake this thread.
      do throws(StoreError) { try checkProcess() } catch { return }
    }
  }

  private func checkProcess() throws(StoreError) {
    do throws(LMDBError) {
      try environment.checkProcess()
    } catch {
      throw StoreError(error)
    }
  }
}
