internal import LMDB
public import RecordStore
public import WAMPRouter

/// The readers of one store on one event loop, whatever the number of procedures: opened once, renewed for each batch.
///
/// It grows to the number of connections that answers from the store were on their way to at the same time.
@usableFromInline
package final class LeasePool {
  let map: MemoryMap
  private let store: Store
  /// The first of the leases that are not held. A chain, not an array: its links are replaced, never changed in place,
  /// which the runtime would watch at each call.
  private var idle: SnapshotLease?

  init(_ store: Store) {
    self.store = store
    map = store.memoryMap()
  }

  /// The lease of the batch that `call` belongs to.
  ///
  /// - Throws: if the store has no reader left or is closed.
  @usableFromInline
  package func lease(for call: InlineCall) throws -> SnapshotLease {
    var held = call.snapshot as? SnapshotLease
    while let lease = held {
      if lease.isOf(self) {
        lease.beginAnswer()
        return lease
      }
      held = lease.older
    }
    let lease = try takeIdle() ?? SnapshotLease(store.makeReader(for: .lease), map)
    try lease.begin(for: call, of: self)
    return lease
  }

  private func takeIdle() -> SnapshotLease? {
    guard let lease = idle else { return nil }
    idle = lease.nextIdle
    lease.nextIdle = nil
    return lease
  }

  func takeBack(_ lease: SnapshotLease) {
    lease.nextIdle = idle
    idle = lease
  }
}

extension LoopLocalValues {
  /// The readers of a store on this event loop.
  @usableFromInline
  package func leases(of store: Store) -> LeasePool {
    value(for: store) { LeasePool(store) }
  }
}
