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
  private unowned let leases: SnapshotLeases
  private weak var call: InlineCall?
  private var isAnswering = false
  private var isLent = false

  init(_ reader: SnapshotReader, of leases: SnapshotLeases) {
    self.reader = reader
    self.leases = leases
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

  func reads(_ store: Store) -> Bool { leases.store === store }

  func begin(for call: InlineCall) throws {
    try reader.begin()
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
  func holds(_ bytes: RawSpan) -> Bool { leases.map.contains(bytes) }

  @usableFromInline
  func bytesBorrowed() { isLent = true }

  @usableFromInline
  func borrowedBytesReleased() {
    isLent = false
    if !isAnswering { end() }
  }

  private func end() {
    reader.end()
    call?.snapshot = nil
    call = nil
    leases.takeBack(self)
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
    try lease.begin(for: call)
    lease.beginAnswer()
    return lease
  }

  func takeBack(_ lease: SnapshotLease) {
    idle.append(lease)
  }
}
