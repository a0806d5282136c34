import Synchronization

/// What holds snapshots for longer than a call: readers and pinned records, each with the state it holds.
///
/// Reads are not noted, since that would cost more than many of them: they are what else LMDB counts.
final class SnapshotHolders: Sendable {
  // A mutex, for the time of an insertion: once for each reader that is made and each record that is pinned.
  private let held = Mutex<[ObjectIdentifier: SnapshotHolder]>([:])

  func insert(_ holder: SnapshotHolder) {
    held.withLock { $0[ObjectIdentifier(holder)] = holder }
  }

  func remove(_ holder: SnapshotHolder) {
    held.withLock { _ = $0.removeValue(forKey: ObjectIdentifier(holder)) }
  }

  /// Those that hold a snapshot now.
  var active: [SnapshotHolder] {
    held.withLock { $0.values.filter { $0.transaction != 0 } }
  }
}

/// One of them.
final class SnapshotHolder: Sendable {
  let kind: StoreReader.Kind
  /// When it took its snapshot, where that is noted.
  let since: ContinuousClock.Instant?
  private let held: Atomic<UInt64>

  init(_ kind: StoreReader.Kind, transaction: UInt64 = 0, since: ContinuousClock.Instant? = nil) {
    self.kind = kind
    held = Atomic(transaction)
    self.since = since
  }

  /// LMDB's transaction id of the state it holds; 0 while it holds none.
  var transaction: UInt64 { held.load(ordering: .relaxed) }

  /// - Parameter transaction: LMDB's id of the state that it holds from now on; 0 if none.
  func hold(_ transaction: UInt64) { held.store(transaction, ordering: .relaxed) }
}
