/// A read transaction and what is known of the pages it reads.
///
/// A handle: whoever takes one from the pool owns it, and ends it once or puts it back. For one thread at a time.
///
/// Safe because only this module makes one, and hands it out only inside ``Snapshot`` and ``ReadTransaction``, which
/// keep views from outliving it.
@frozen @usableFromInline @safe
struct Reader {
  @usableFromInline let state: UnsafeMutablePointer<State>

  /// - Parameter names: those of the environment, which outlives its readers.
  init(_ transaction: RawTransaction, _ names: DatabaseNames) {
    unsafe state = .allocate(capacity: 1)
    unsafe state.initialize(to: State(transaction, names))
  }

  /// A reader that gave up its address before.
  @unsafe
  init(_ state: UnsafeMutablePointer<State>) { unsafe self.state = unsafe state }

  var transaction: RawTransaction { unsafe state.pointee.transaction }

  /// LMDB's id of the commit that is read.
  @usableFromInline
  var id: UInt64 { unsafe state.pointee.id }

  /// Whether pages can be read; LMDB reads otherwise.
  @usableFromInline
  var readsPages: Bool { unsafe state.pointee.header != nil }

  /// Ends the transaction and frees its slot. Nothing may follow.
  func end() {
    transaction.abort()
    unsafe state.pointee.freeTrees()
    unsafe state.deinitialize(count: 1)
    unsafe state.deallocate()
  }

  /// Lets go of the snapshot but keeps the reader slot.
  func reset() { transaction.reset() }

  /// Takes the newest snapshot after a reset.
  ///
  /// - Returns: what LMDB answered.
  func renew() -> Int32 { transaction.renew() }

  /// Whether the snapshot is that of the commit which was looked at last: then all that is known still holds.
  var isCurrent: Bool { unsafe state.pointee.id == state.pointee.transaction.id }

  /// Notes what was found out about the snapshot.
  func note(_ header: SnapshotHeader, _ map: PageMap) {
    unsafe state.pointee.id = state.pointee.transaction.id
    unsafe state.pointee.header = header
    unsafe state.pointee.map = map
    unsafe state.pointee.remember(header.main.tree ?? .empty, of: .main)
  }

  /// Notes that the snapshot's pages can't be read.
  func noteUnreadable() {
    unsafe state.pointee.id = state.pointee.transaction.id
    unsafe state.pointee.header = nil
  }

  /// The header of the snapshot; `nil` if pages can't be read.
  var header: SnapshotHeader? { unsafe state.pointee.header }

  @usableFromInline @inline(never)
  func failure(_ fault: PageFault) -> LMDBError { LMDBError(fault, transaction.path) }
}

extension Reader {
  @usableFromInline @safe
  struct State {
    let transaction: RawTransaction
    // Sound because the environment keeps the names and outlives its readers.
    let names: Unmanaged<DatabaseNames>
    var id = UInt64.max
    /// The header of the snapshot; `nil` if `map` is not the snapshot's.
    var header: SnapshotHeader?
    var map = PageMap.nothing
    /// The trees that were looked up, by the numbers of their databases.
    private(set) var trees: UnsafeMutableBufferPointer<Known>

    struct Known {
      var id: UInt64
      var tree: Tree
    }

    init(_ transaction: RawTransaction, _ names: DatabaseNames) {
      self.transaction = transaction
      unsafe self.names = Unmanaged.passUnretained(names)
      unsafe trees = UnsafeMutableBufferPointer(start: nil, count: 0)
    }

    /// The tree of a database, if it was looked up in this snapshot.
    @inline(__always)
    func tree(of database: Database) -> Tree? {
      let place = Int(database.handle)
      guard unsafe place < trees.count, unsafe trees[place].id == id else { return nil }
      return unsafe trees[place].tree
    }

    mutating func remember(_ tree: Tree, of database: Database) {
      let place = Int(database.handle)
      if unsafe place >= trees.count { grow(toHold: place) }
      unsafe trees[place] = Known(id: id, tree: tree)
    }

    private mutating func grow(toHold place: Int) {
      let larger = UnsafeMutableBufferPointer<Known>.allocate(capacity: max(16, place * 2))
      unsafe larger.initialize(repeating: Known(id: .max, tree: .empty))
      let count = unsafe trees.count
      for old in 0..<count { unsafe larger[old] = unsafe trees[old] }
      freeTrees()
      unsafe trees = unsafe larger
    }

    mutating func freeTrees() {
      unsafe trees.deallocate()
      unsafe trees = UnsafeMutableBufferPointer(start: nil, count: 0)
    }
  }
}
