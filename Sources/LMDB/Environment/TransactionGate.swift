import Synchronization

/// Counts what uses an environment, so that its map is moved or unmapped only while nothing does.
///
/// A pooled reader counts as long as it exists, not each time it is taken: reads that find one in the pool
/// cost nothing here. Whoever waits for the count to reach 0 empties the pool.
struct TransactionGate: ~Copyable {
  private enum Phase { case open, paused, closing, closed }

  enum User {
    /// A read transaction, in use or in the pool.
    case reader
    /// A write transaction, or a call that concerns the environment.
    case other
  }

  private struct State {
    var phase = Phase.open
    var readers = 0
    var others = 0
    /// When a pause ended without success; until then nobody waits in vain once more.
    var impatientUntil: ContinuousClock.Instant?

    mutating func count(_ user: User, _ change: Int) {
      switch user {
      case .reader: readers += change
      case .other: others += change
      }
    }
  }

  enum Entry { case entered, paused, closed }

  // First: behind the mutex, its place would be looked up in the metadata of the mutex's type at each read.
  private let isOpenFlag = Atomic<Bool>(true)
  private let state = Mutex(State())

  /// Whether readers may be put back into the pool.
  ///
  /// Asked after putting one back: whoever shuts the gate empties the pool afterwards, so that one of the two
  /// sees the reader. That takes sequential consistency, which on x86 and ARM is a plain load here.
  var isOpen: Bool { isOpenFlag.load(ordering: .sequentiallyConsistent) }

  /// Counts one more user, if the gate is open.
  func enter(_ user: User) -> Entry {
    state.withLock { state in
      switch state.phase {
      case .open:
        state.count(user, 1)
        return .entered
      case .paused: return .paused
      case .closing, .closed: return .closed
      }
    }
  }

  /// Counts one user less.
  ///
  /// - Returns: whether it was the last one of a gate that is being closed: the caller closes the environment.
  func leave(_ user: User) -> Bool {
    state.withLock { state in
      state.count(user, -1)
      return finishClosing(&state)
    }
  }

  /// Lets nobody in any more, for good.
  ///
  /// - Returns: whether nobody is inside: the caller closes the environment.
  func close() -> Bool {
    state.withLock { state in
      guard state.phase != .closing, state.phase != .closed else { return false }
      state.phase = .closing
      isOpenFlag.store(false, ordering: .sequentiallyConsistent)
      return finishClosing(&state)
    }
  }

  private func finishClosing(_ state: inout State) -> Bool {
    guard state.phase == .closing, state.readers == 0, state.others == 0 else { return false }
    state.phase = .closed
    return true
  }

  // MARK: Pausing

  enum Pause {
    /// The caller paused the gate and has until the deadline.
    case begun(until: ContinuousClock.Instant)
    /// Another thread did.
    case another
    case closed
  }

  /// Lets nobody in for a while.
  ///
  /// - Parameter patience: how long the caller would wait for those inside; it has no time at all if waiting
  ///   was in vain just before, so that a snapshot that is kept does not make every access slow.
  func pause(patience: Duration) -> Pause {
    let now = ContinuousClock.now
    return state.withLock { state in
      switch state.phase {
      case .closing, .closed: return .closed
      case .paused: return .another
      case .open:
        state.phase = .paused
        isOpenFlag.store(false, ordering: .sequentiallyConsistent)
        if let end = state.impatientUntil, now < end { return .begun(until: now) }
        return .begun(until: now + patience)
      }
    }
  }

  enum Resumption {
    /// `body` ran and the gate is open again.
    case resumed
    /// `body` failed: the gate is closed for good, and the caller closes the environment.
    case failed
    /// Someone is inside still.
    case waiting
    /// Somebody closed the gate meanwhile.
    case closed
  }

  /// Runs `body`, if nobody is inside, and lets others in again if it returns true.
  ///
  /// - Parameter withOthers: whether those may be inside who don't read.
  func resume(withOthers: Bool = false, _ body: () -> Bool) -> Resumption {
    state.withLock { state in
      guard state.phase == .paused else { return .closed }
      guard state.readers == 0, withOthers || state.others == 0 else { return .waiting }
      guard body() else {
        state.phase = .closed
        return .failed
      }
      reopen(&state)
      state.impatientUntil = nil
      return .resumed
    }
  }

  /// Lets others in again after waiting in vain.
  ///
  /// - Returns: how many readers and others are inside.
  func giveUp(impatientFor time: Duration) -> (readers: Int, others: Int) {
    state.withLock { state in
      reopen(&state)
      state.impatientUntil = ContinuousClock.now + time
      return (state.readers, state.others)
    }
  }

  private func reopen(_ state: inout State) {
    // Closing ends a pause, too.
    guard state.phase == .paused else { return }
    state.phase = .open
    isOpenFlag.store(true, ordering: .sequentiallyConsistent)
  }
}
