import Synchronization

/// How far a stream of changes knows its store, whatever its consumer has read of it.
package struct StreamProgress: Sendable, Equatable {
  /// The number of the last commit that is known.
  package var seen: UInt64
  /// The number of the last commit that the stream tells, or has told, of; 0 if there is none. It knows of no other one up
  /// to ``seen``.
  package var changed: UInt64
}

extension ChangeFeed {
  /// How far a stream is; `nil` if it has ended.
  func progress(of id: ListenerID) -> StreamProgress? {
    state.withLock { state in
      guard !state.isClosed, let listener = state.listeners[id] else { return nil }
      // What others did that has to be looked up in the log is not known yet.
      let seen = listener.queue.firstGap.map { $0.start.commit &- 1 } ?? listener.position.commit
      return StreamProgress(seen: seen, changed: listener.queue.lastTold)
    }
  }
}

extension TableChanges where Record: ~Escapable {
  /// Asks how far the stream is, as long as anybody holds it: `nil` afterwards, and if the store was closed.
  package var progress: @Sendable () -> StreamProgress? {
    { [weak subscription = self.subscription] in subscription?.progress }
  }
}
