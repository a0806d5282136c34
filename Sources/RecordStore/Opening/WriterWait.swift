import Dispatch
import LMDB
import Synchronization

/// Waits for other processes to end writing, for as long as is allowed, and says so.
///
/// LMDB waits without end. So another thread waits for the lock and does the work; if it was given up meanwhile, it
/// does nothing once it has the lock.
struct WriterWait {
  let limit: Duration?
  let onProgress: @Sendable (OpeningProgress) -> Void
  /// After this time the wait is worth a word.
  private static let quietTime = Duration.seconds(1)

  private enum Phase { case waiting, working, abandoned }

  /// What both threads know of each other. A mutex, because one may give up while the other begins.
  private final class Progress: Sendable {
    let phase = Mutex(Phase.waiting)
    let done = DispatchSemaphore(value: 0)

    /// - Returns: whether nobody else took the step before.
    func leaveWaiting(for next: Phase) -> Bool {
      phase.withLock { phase in
        guard phase == .waiting else { return false }
        phase = next
        return true
      }
    }
  }

  /// Runs `body` in a write transaction.
  ///
  /// - Throws: what `body` throws; ``StoreError/Code/busy`` if another process wrote for longer than the limit.
  func write<R>(
    to environment: Environment, _ body: @escaping @Sendable (inout LMDB.WriteTransaction) throws -> R
  ) throws -> R {
    let progress = Progress()
    let result = ResultBox<Result<R, any Error>>()
    let path = environment.path
    DispatchQueue(label: "flatwire.opening").async {
      result.value = Result {
        try environment.write { transaction in
          guard progress.leaveWaiting(for: .working) else { throw StoreError(.busy, path) }
          return try body(&transaction)
        }
      }
      _ = progress.leaveWaiting(for: .working)
      progress.done.signal()
    }
    try wait(progress, path)
    return try result.take().get()
  }

  private func wait(_ progress: Progress, _ path: String) throws(StoreError) {
    // Not even a free lock is had at once.
    let limit = limit.map { max($0, .milliseconds(20)) }
    let quiet = min(limit ?? Self.quietTime, Self.quietTime)
    if progress.done.wait(timeout: .now() + quiet.dispatchInterval) == .success { return }
    if progress.phase.withLock({ $0 == .waiting }) {
      if quiet == Self.quietTime { onProgress(.waitingForOtherWriter) }
      if let limit {
        if progress.done.wait(timeout: .now() + (limit - quiet).dispatchInterval) == .success { return }
        if progress.leaveWaiting(for: .abandoned) {
          throw StoreError(
            .busy,
            "open \(path): another process has been writing for \(limit). "
              + "It may be building an index; try again later or wait longer (options.waitingAtMost)")
        }
      }
    }
    progress.done.wait()
  }
}

extension Duration {
  var dispatchInterval: DispatchTimeInterval {
    let (seconds, attoseconds) = components
    // A hundred years are without end.
    let limited = min(max(seconds, 0), 3_155_760_000)
    return .nanoseconds(Int(limited * 1_000_000_000 + max(attoseconds, 0) / 1_000_000_000))
  }
}
