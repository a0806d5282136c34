internal import LMDB
public import RecordStore
public import WAMPRouter
internal import WAMPTransport

/// A snapshot of a store that one connection's answers are read from and sent from.
///
/// Open from the first call of a batch until the batch's bytes are sent, copied or dropped. Confined to
/// one event loop.
@usableFromInline
package final class SnapshotLease: SnapshotSource {
  private enum State {
    /// No snapshot is held.
    case idle
    /// A handler reads the snapshot.
    case answering
    /// A handler reads the snapshot, and bytes of this answer or of others are on their way.
    case answeringAndLent
    /// Bytes of the snapshot are on their way.
    case lent
  }

  private let reader: SnapshotReader
  private let map: MemoryMap
  private var state = State.idle
  // Strong, and only while the snapshot is held: weak and unowned references cost more with each call.
  private var pool: LeasePool?
  private var call: InlineCall?
  /// The lease of another store that the connection's batch read before.
  private(set) var older: SnapshotLease?
  /// The pool's next lease that is not held, while this one is not.
  var nextIdle: SnapshotLease?

  init(_ reader: SnapshotReader, _ map: MemoryMap) {
    self.reader = reader
    self.map = map
  }

  /// The state of the store that this lease reads, valid while a call is being answered.
  @usableFromInline
  package var snapshot: RecordStore.Snapshot {
    @_lifetime(borrow self)
    // Sound because a lease is only ended when no answer is being made: see `endAnswer`.
    get {
      let reader = reader
      let snapshot = unsafe reader.snapshot
      return unsafe _overrideLifetime(snapshot, borrowing: self)
    }
  }

  func isOf(_ pool: LeasePool) -> Bool { self.pool === pool }

  @usableFromInline
  package func holds(_ bytes: RawSpan) -> Bool { map.contains(bytes) }

  // MARK: - Transitions
  // Any other one would let go of pages that are being read or sent, or keep a reader for ever.

  /// Takes the newest snapshot for the first answer of a batch.
  func begin(for call: InlineCall, of pool: LeasePool) throws {
    precondition(state == .idle, "a lease is held already")
    try reader.begin()
    state = .answering
    self.pool = pool
    self.call = call
    older = call.snapshot as? SnapshotLease
    call.snapshot = self
  }

  /// Another call of the batch is answered from the same snapshot.
  func beginAnswer() {
    precondition(state == .lent, "a lease answers one call at a time")
    state = .answeringAndLent
  }

  /// The handler has returned: a snapshot of which nothing is on its way ends at once.
  @usableFromInline
  package func endAnswer() {
    switch state {
    case .answering: end()
    case .answeringAndLent: state = .lent
    case .idle, .lent: preconditionFailure("no call is being answered")
    }
  }

  @usableFromInline
  package func bytesBorrowed() {
    precondition(state == .answering, "bytes are borrowed while a call is answered, once for all")
    state = .answeringAndLent
  }

  @usableFromInline
  package func borrowedBytesReleased() {
    switch state {
    case .answeringAndLent: state = .answering
    case .lent: end()
    case .idle, .answering: preconditionFailure("no bytes are borrowed")
    }
  }

  private func end() {
    state = .idle
    reader.end()
    leaveCall()
    pool?.takeBack(self)
    pool = nil
  }

  private func leaveCall() {
    if call?.snapshot === self {
      call?.snapshot = older
    } else {
      var newer = call?.snapshot as? SnapshotLease
      while let lease = newer, lease.older !== self { newer = lease.older }
      newer?.older = older
    }
    older = nil
    call = nil
  }
}
