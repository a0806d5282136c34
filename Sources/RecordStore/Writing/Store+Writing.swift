import Dispatch

extension Store {
  /// Changes the store: all that `body` does, or nothing if it throws.
  ///
  /// `body` runs on the store's writer thread while the caller waits. Returns when the changes are committed: with
  /// ``Options/Durability/full`` they are on the disk then, otherwise after the next ``synchronize()``.
  ///
  /// Writes that wait at the same time share one commit. If that fails for lack of room, they are tried again in
  /// smaller groups, and once more when what the last commit freed can be used: `body` may then run again, its first run
  /// having stored nothing. So it should change nothing but the store, or be run `alone`.
  ///
  /// - Parameter alone: whether `body` has a commit of its own and runs exactly once. Costs each such write the time
  ///   that others share.
  /// - Throws: what `body` throws, or ``StoreError``; nothing is stored then. Inside another write of
  ///   this store it throws ``StoreError/Code/nestedWrite``.
  public func write<R: ~Copyable>(
    alone: Bool = false, _ body: (inout WriteTransaction) throws -> R
  ) throws -> R {
    try checkOpen()
    try writer.checkMayWait()
    let result = ResultBox<R>()
    let done = DispatchSemaphore(value: 0)
    var failure: (any Error)?
    try withoutActuallyEscaping(body) { body in
      // The writer lets go of the body before it signals, so nothing of it escapes this call.
      let job = WriteJob(
        isAlone: alone,
        { transaction in result.value = try body(&transaction) },
        finish: { error in
          failure = error
          done.signal()
        })
      try writer.add(job)
      done.wait()
    }
    if let failure { throw failure }
    return try result.take()
  }

  /// Changes the store: all that `body` does, or nothing if it throws.
  ///
  /// `body` runs on the store's writer thread. Returns when the changes are committed: with
  /// ``Options/Durability/full`` they are on the disk then, otherwise after the next ``synchronize()``. A write that
  /// was begun is not cancelled.
  ///
  /// Writes that wait at the same time share one commit, and `body` may run again if that fails: as for the write that
  /// does not suspend.
  ///
  /// - Parameter alone: whether `body` has a commit of its own and runs exactly once.
  /// - Throws: what `body` throws, or ``StoreError``; nothing is stored then. `CancellationError` if the
  ///   task was cancelled before `body` ran.
  public func write<R: Sendable>(
    alone: Bool = false, _ body: @escaping @Sendable (inout WriteTransaction) throws -> R
  ) async throws -> R {
    try await write(alone: alone, in: .records, body)
  }

  /// - Parameter scope: what `body` may write.
  func write<R: Sendable>(
    alone: Bool, in scope: WriteScope, _ body: @escaping @Sendable (inout WriteTransaction) throws -> R
  ) async throws -> R {
    try Task.checkCancellation()
    try checkOpen()
    let result = ResultBox<R>()
    let caller = WaitingTask()
    let job = WriteJob(
      isAlone: alone, in: scope, isWanted: caller.begin,
      { transaction in result.value = try body(&transaction) },
      finish: caller.end)
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        guard caller.wait(continuation) else { return }
        do throws(StoreError) {
          try writer.add(job)
        } catch {
          caller.end(error)
        }
      }
    } onCancel: {
      caller.cancel()
    }
    return try result.take()
  }
}
