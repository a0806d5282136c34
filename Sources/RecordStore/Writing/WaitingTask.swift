import Synchronization

/// A task that waits for its write, which it may be cancelled for until the write begins.
final class WaitingTask: Sendable {
  private enum State {
    case new
    case cancelled
    case waiting(CheckedContinuation<Void, any Error>)
    case writing(CheckedContinuation<Void, any Error>)
    case ended
  }

  // A mutex, because a task is cancelled on any thread, also while the writer begins with its write.
  private let state = Mutex(State.new)

  /// The task begins to wait.
  ///
  /// - Returns: `false` if it was cancelled before; it goes on then.
  func wait(_ continuation: CheckedContinuation<Void, any Error>) -> Bool {
    let isWaiting = state.withLock { state in
      guard case .new = state else { return false }
      state = .waiting(continuation)
      return true
    }
    if !isWaiting { continuation.resume(throwing: CancellationError()) }
    return isWaiting
  }

  /// The task is cancelled, which ends its wait unless the write has begun.
  func cancel() {
    let continuation: CheckedContinuation<Void, any Error>? = state.withLock { state in
      switch state {
      case .new:
        state = .cancelled
        return nil
      case .waiting(let continuation):
        state = .cancelled
        return continuation
      case .cancelled, .writing, .ended: return nil
      }
    }
    continuation?.resume(throwing: CancellationError())
  }

  /// The write begins.
  ///
  /// - Returns: `false` if it is not wanted any more.
  func begin() -> Bool {
    state.withLock { state in
      guard case .waiting(let continuation) = state else { return false }
      state = .writing(continuation)
      return true
    }
  }

  /// The write has ended, or could not be queued.
  func end(_ error: (any Error)?) {
    let continuation: CheckedContinuation<Void, any Error>? = state.withLock { state in
      switch state {
      case .waiting(let continuation), .writing(let continuation):
        state = .ended
        return continuation
      case .new, .cancelled, .ended: return nil
      }
    }
    if let error { continuation?.resume(throwing: error) } else { continuation?.resume() }
  }
}
