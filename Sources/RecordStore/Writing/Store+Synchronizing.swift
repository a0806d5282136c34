import Dispatch

extension Store {
  /// Waits until all writes that have returned are on the disk.
  ///
  /// With ``Options/Durability/full`` they are when they return, and there is nothing to wait for. Otherwise it costs one wait
  /// for the disk, which all callers that wait at the same time share; with ``LMDB/Durability/fileMayBeLost`` it is a
  /// commit, which tells the file that it is whole.
  ///
  ///     try store.write { txn in … }  // committed: every reader sees it
  ///     try store.synchronize()       // durable: a power cut does not undo it
  ///
  /// - Throws: ``StoreError`` if the disk fails; inside a write of this store it throws
  ///   ``StoreError/Code/nestedWrite``.
  public func synchronize() throws {
    try checkOpen()
    try writer.checkMayWait()
    let done = DispatchSemaphore(value: 0)
    let failure = ResultBox<StoreError>()
    try writer.add { error in
      failure.value = error
      done.signal()
    }
    done.wait()
    if let failure = failure.value { throw failure }
  }

  /// Waits until all writes that have returned are on the disk, without blocking a thread.
  ///
  /// - Throws: as the one that does not suspend. A wait that was begun is not cancelled.
  public func synchronize() async throws {
    try checkOpen()
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      do throws(StoreError) {
        try writer.add { error in
          if let error { continuation.resume(throwing: error) } else { continuation.resume() }
        }
      } catch {
        continuation.resume(throwing: error)
      }
    }
  }
}
