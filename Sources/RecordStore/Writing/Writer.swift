import Dispatch
import LMDB
import Synchronization

/// Runs all writes of a store on one thread, as LMDB wants a transaction begun and ended.
///
/// Writes that wait at the same time share one commit: see ``commit(_:)``.
final class Writer: Sendable {
  private struct Queue {
    var jobs: [WriteJob] = []
    var flushes: [Flush] = []
    var isStopping = false

    /// The jobs of the next commit, and who waits for the disk.
    mutating func take(atMost limit: Int) -> Batch {
      let next = Array(jobs.prefix(limit))
      jobs.removeFirst(next.count)
      defer { flushes = [] }
      return Batch(
        jobs: next, flushes: flushes, isMore: !jobs.isEmpty, isLast: isStopping && jobs.isEmpty)
    }
  }

  private struct Batch {
    let jobs: [WriteJob]
    let flushes: [Flush]
    /// Whether others are queued.
    let isMore: Bool
    /// Whether no others can follow.
    let isLast: Bool
  }

  /// Tells somebody that all commits are on the disk, or why not; called once.
  typealias Flush = @Sendable (StoreError?) -> Void

  let environment: Environment
  let state: StoreState
  let feed: ChangeFeed
  // A mutex, because it guards a queue for the time of an append; commits take a thousand times longer.
  private let queue = Mutex(Queue())
  private let wake = DispatchSemaphore(value: 0)
  private let thread: WriterThread
  private let maxWritesPerCommit: Int
  /// LMDB's id of the last commit that changed nothing, see ``releaseFreedPages()``. Only the thread's work uses it.
  let releasing = Atomic<UInt64>(0)

  init(
    _ environment: Environment, _ state: StoreState, _ feed: ChangeFeed, maxWritesPerCommit: Int
  ) throws(StoreError) {
    self.environment = environment
    self.state = state
    self.feed = feed
    self.maxWritesPerCommit = max(maxWritesPerCommit, 1)
    thread = WriterThread()
    if !environment.isReadOnly { try thread.start(self) }
  }

  /// Queues a write.
  ///
  /// - Throws: if it can't be done: the store was opened for reading only, was closed, or belongs to the parent
  ///   of this process, which has no writer thread.
  func add(_ job: WriteJob) throws(StoreError) {
    guard !environment.isReadOnly else {
      throw StoreError(.readOnly, "\(environment.path) was opened for reading only")
    }
    try enqueue { $0.jobs.append(job) }
  }

  /// Queues a wait for the disk: those that wait at the same time share one.
  ///
  /// - Parameter flush: called once all writes that were done before are on the disk.
  /// - Throws: as ``add(_:)``.
  func add(_ flush: @escaping Flush) throws(StoreError) {
    // Nothing is written here, and no thread runs.
    guard !environment.isReadOnly else { return flush(nil) }
    try enqueue { $0.flushes.append(flush) }
  }

  private func enqueue(_ append: (inout Queue) -> Void) throws(StoreError) {
    try checkProcess()
    let isAccepted = queue.withLock { queue in
      if queue.isStopping { return false }
      append(&queue)
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
    var pace = CommitPace()
    while true {
      wake.wait()
      gather(pace)
      var isMore = true
      while isMore {
        let batch = queue.withLock { $0.take(atMost: maxWritesPerCommit) }
        let jobs = batch.jobs.filter { $0.isWanted() }
        let start = ContinuousClock.now
        commit(jobs)
        if !jobs.isEmpty { pace.committed(jobs.count, in: ContinuousClock.now - start) }
        if !batch.flushes.isEmpty { synchronize(batch.flushes) }
        if batch.isLast { return }
        // A child that was forked inside a write ends with it: nobody there would ever wake this thread.
        do throws(StoreError) { try checkProcess() } catch { return }
        isMore = batch.isMore
      }
    }
  }

  /// Waits for more writes while that is worth it. There is a signal for each.
  private func gather(_ pace: CommitPace) {
    let end = DispatchTime.now() + .nanoseconds(Int(pace.patience / .nanoseconds(1)))
    while queue.withLock({ !$0.isStopping && pace.isWorthWaiting(queued: $0.jobs.count) }) {
      guard wake.wait(timeout: end) == .success else { return }
    }
  }

  private func synchronize(_ flushes: [Flush]) {
    var failure: StoreError?
    do {
      try synchronize()
    } catch {
      failure = StoreError(wrapping: error)
    }
    for flush in flushes { flush(failure) }
  }

  /// Brings all commits to the disk, and lets the mark say so if that can be written: without, the file is only looked at
  /// again after a power cut.
  private func synchronize() throws {
    do {
      if try isMarkUnsynchronized() { return try transaction(isWhole: true) { _, _, _ in true } }
    } catch let error as LMDBError where error.code == .mapFull || error.code == .transactionFull {
    } catch let error as StoreError where error.code == .schemaChanged {}
    try environment.synchronize()
  }

  private func isMarkUnsynchronized() throws -> Bool {
    try environment.read { snapshot throws in try snapshot.commitMark()?.unsynchronized != nil }
  }

  private func checkProcess() throws(StoreError) {
    do throws(LMDBError) {
      try environment.checkProcess()
    } catch {
      throw StoreError(error)
    }
  }
}
