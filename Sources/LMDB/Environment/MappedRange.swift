import Synchronization

/// Where an environment's file is mapped, looked up when somebody asks and forgotten when the map moves.
final class MappedRange: Sendable {
  private enum Known { case nothing, addresses, absence }

  private let identity: FileIdentity
  // Read without the lock; they change only while no snapshot is open.
  private let lower = Atomic<UInt>(0)
  private let upper = Atomic<UInt>(0)
  private let known = Mutex(Known.nothing)

  init(of identity: FileIdentity) { self.identity = identity }

  /// The addresses; empty if the system does not tell.
  var addresses: Range<UInt> {
    let end = upper.load(ordering: .acquiring)
    if end != 0 { return min(lower.load(ordering: .relaxed), end)..<end }
    return known.withLock { known in
      if known == .nothing {
        let found = MemoryMap.find(identity)
        known = found == nil ? .absence : .addresses
        lower.store(found?.lowerBound ?? 0, ordering: .relaxed)
        upper.store(found?.upperBound ?? 0, ordering: .releasing)
      }
      return lower.load(ordering: .relaxed)..<upper.load(ordering: .relaxed)
    }
  }

  /// To be called after the map moved, while no snapshot is open.
  func forget() {
    known.withLock { known in
      known = .nothing
      upper.store(0, ordering: .relaxed)
      lower.store(0, ordering: .relaxed)
    }
  }
}
