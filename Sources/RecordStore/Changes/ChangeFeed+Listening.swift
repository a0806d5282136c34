import Synchronization

extension ChangeFeed {
  /// Begins a stream.
  ///
  /// - Parameter since: the commit after which it wants to be told; `nil` for the newest.
  /// - Throws: ``StoreError/Code/changesUnavailable`` if the log does not reach back so far.
  func listen(
    to tables: Set<String>?, since: UInt64? = nil, wantsRows: Bool, _ bound: ChangeBuffer
  ) throws(StoreError) -> ListenerID {
    // The file is looked at while nobody publishes: no commit is missed, and none is told twice.
    try state.withLock { state throws(StoreError) in
      guard !state.isClosed else { throw StoreError(.closed, "\(environment.path) was closed") }
      let start = try start(after: since, tables)
      var queue = ChangeQueue(bound)
      for gap in start.gaps { queue.append(gap) }
      state.nextID += 1
      state.listeners[state.nextID] = Listener(
        position: start.position, tables: tables, wantsRows: wantsRows, queue: queue)
      isHeard.store(true, ordering: .releasing)
      return state.nextID
    }
  }

  /// Ends a stream.
  func forget(_ id: ListenerID) {
    let (watch, waiters) = state.withLock { state in
      let waiters = state.listeners.removeValue(forKey: id)?.waiters ?? [:]
      guard state.listeners.isEmpty else { return (nil as FileWatch?, waiters) }
      isHeard.store(false, ordering: .releasing)
      // Of a commit that is being made nobody will hear how it ends.
      state.pending = nil
      state.seen = nil
      return (state.watch.take(), waiters)
    }
    watch?.cancel()
    for waiter in waiters.values { waiter.resume(returning: nil) }
  }

  /// Waits for the next item of a stream.
  ///
  /// - Returns: `nil` when the store was closed or the task was cancelled.
  func next(_ id: ListenerID) async -> ChangeQueue.Item? {
    let waiter = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        let ready: ChangeQueue.Item?? = state.withLock { state in
          guard !Task.isCancelled, state.listeners[id] != nil else { return .some(nil) }
          if let item = state.listeners[id]?.queue.next() { return item }
          guard !state.isClosed else { return .some(nil) }
          state.listeners[id]?.waiters[waiter] = continuation
          watch(&state)
          return nil
        }
        if let ready { continuation.resume(returning: ready) }
      }
    } onCancel: {
      let continuation = state.withLock { $0.listeners[id]?.waiters.removeValue(forKey: waiter) }
      continuation?.resume(returning: nil)
    }
  }

  /// Puts what was found for a gap before all else that waits.
  func prepend(_ items: [ChangeQueue.Item], to id: ListenerID) {
    state.withLock { $0.listeners[id]?.queue.prepend(items) }
  }

  /// Changes what a stream is about.
  ///
  /// - Parameter forgetting: whether what waits is of no interest any more.
  func listen(_ id: ListenerID, to tables: Set<String>?, forgetting: Bool) {
    state.withLock { state in
      state.listeners[id]?.tables = tables
      if forgetting { state.listeners[id]?.queue.removeAll() }
    }
  }

  /// Begins to watch the file: only once somebody waits.
  private func watch(_ state: inout State) {
    guard state.watch == nil else { return }
    state.watch = FileWatch(environment.dataFile) { [weak self] in self?.look() ?? false }
  }

  /// Looks whether others committed.
  ///
  /// - Returns: whether the file is further than it was known to be.
  private func look() -> Bool {
    // What can't be read now is seen with the next look.
    guard let position = try? read({ snapshot throws in try FilePosition(snapshot) }) else { return false }
    return observed(position)
  }
}
