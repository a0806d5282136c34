internal import LMDB
public import RecordStore
public import WAMPRouter
internal import WAMPTransport

/// A snapshot of a store that one connection's answers are read from and sent from.
///
/// Open from the first call of a batch until the batch's bytes are sent, copied or dropped. Confined to
/// one event loop.
@usableFromInline
final class SnapshotLease: SnapshotSource {
  private let reader: SnapshotReader
  private let store: Store
  private let map: MemoryMap
  // Strong, and only while the snapshot is held: weak and unowned references cost more with each call.
  private var leases: SnapshotLeases?
  private var call: InlineCall?
  private var isAnswering = false
  private var isLent = false

  init(_ reader: SnapshotReader, of leases: SnapshotLeases) {
    self.reader = reader
    store = leases.store
    map = leases.map
  }

  /// The state of the store that this lease reads, valid while a call is being answered.
  @usableFromInline
  var snapshot: RecordStore.Snapshot {
    @_lifetime(borrow self)
    // Sound because a lease is only ended when no answer is being made: see `endAnswer`.
    get {
      let reader = reader
      let snapshot = unsafe reader.snapshot
      return unsafe _overrideLifetime(snapshot, borrowing: self)
    }
  }

  func reads(_ store: Store) -> Bool { self.store === store }

  func begin(for call: InlineCall, of leases: SnapshotLeases) throws {
    try reader.begin()
    self.leases = leases
    self.call = call
    call.snapshot = self
  }

  func beginAnswer() { isAnswering = true }

  /// The handler has returned: a snapshot of which nothing is on its way ends at once.
  @usableFromInline
  func endAnswer() {
    isAnswering = false
    if !isLent { end() }
  }

  @usableFromInline
  func holds(_ bytes: RawSpan) -> Bool { map.contains(bytes) }

  @usableFromInline
  func bytesBorrowed() { isLent = true }

  @usableFromInline
  func borrowedBytesReleased() {
    isLent = false
    if !isAnswering { end() }
  }

  private func end() {
    reader.end()
    if call?.snapshot === self { call?.snapshot = nil }
    call = nil
    leases?.takeBack(self)
    leases = nil
  }
}

/// The readers of one store on one event loop: opened once, renewed for each batch.
@usableFromInline
final class SnapshotLeases {
  let store: Store
  let map: MemoryMap
  private var idle: [SnapshotLease] = []

  @usableFromInline
  init(_ store: Store) {
    self.store = store
    map = store.memoryMap()
  }

  /// The lease of the batch that `call` belongs to.
  ///
  /// - Throws: if the store has no reader left or is closed.
  @usableFromInline
  func lease(for call: InlineCall) throws -> SnapshotLease {
    if let current = call.snapshot as? SnapshotLease, current.reads(store) {
      current.beginAnswer()
      return current
    }
    let lease = try idle.popLast() ?? SnapshotLease(store.makeReader(), of: self)
    try lease.begin(for: call, of: self)
    lease.beginAnswer()
    return lease
  }

  func takeBack(_ lease: SnapshotLease) {
    idle.append(lease)
  }
}
