import LMDB
import Synchronization

extension Writer {
  /// Makes what the last commit freed free for the next one, by a commit that changes nothing.
  ///
  /// LMDB gives pages that a commit freed to the second commit after it. If the next one needs them, and fails without, there
  /// is no second one: whoever deleted half of a full store could not use the room, however often it was tried.
  ///
  /// - Returns: false if the last commit was one of these already, or has left no room for one.
  func releaseFreedPages() -> Bool {
    do {
      guard try environment.lastTransactionID() != releasing.load(ordering: .relaxed) else { return false }
      var id: UInt64 = 0
      try transaction { base, _, _ in
        id = base.transactionID
        return true
      }
      // Not before it is committed: another one may get the same id.
      releasing.store(id, ordering: .relaxed)
      return true
    } catch {
      // The write's own failure is told.
      return false
    }
  }
}
