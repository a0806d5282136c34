import LMDB

/// How many pages can't be used again because of the states that are held.
struct HeldPages {
  /// The held states, the oldest first, and the pages freed from each on, up to the next.
  private let states: [UInt64]
  private var freed: [UInt64]

  /// - Parameters:
  ///   - transactions: the states that are held, in any order.
  ///   - snapshot: the newest state.
  init(of transactions: [UInt64], in snapshot: LMDB.Snapshot) throws(LMDBError) {
    self.init(of: transactions)
    guard let oldest = states.first else { return }
    let newest = snapshot.transactionID
    var counts = self
    try snapshot.forEachFreeing(from: oldest) { transaction, pages in
      // What the last commit freed, nobody could use again yet, whoever reads.
      if transaction < newest { counts.add(pages, freedBy: transaction) }
    }
    self = counts
  }

  init(of transactions: [UInt64]) {
    states = Set(transactions).sorted()
    freed = Array(repeating: 0, count: states.count)
  }

  mutating func add(_ pages: UInt64, freedBy transaction: UInt64) {
    guard let place = states.lastIndex(where: { $0 <= transaction }) else { return }
    // A damaged file may say anything.
    freed[place] &+= pages
  }

  /// - Returns: the pages that commits freed after this state was the newest one.
  func count(heldBy transaction: UInt64) -> UInt64 {
    zip(states, freed).reduce(0) { $1.0 >= transaction ? $0 &+ $1.1 : $0 }
  }
}
