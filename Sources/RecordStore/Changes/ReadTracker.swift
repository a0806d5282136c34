import Synchronization

/// Notes which tables a snapshot is read for.
final class ReadTracker: Sendable {
  // A mutex, because a class that is reached from snapshots has to be `Sendable`; one thread uses it.
  private let names = Mutex<Set<String>?>([])

  /// The tables; `nil` if every commit changes what was read.
  var tables: Set<String>? { names.withLock { $0 } }

  func note(_ table: String) { names.withLock { _ = $0?.insert(table) } }

  func noteAll() { names.withLock { $0 = nil } }
}
