import Synchronization

/// Read transactions that were reset and can be renewed: cheaper than beginning one, and pinning nothing.
///
/// Lock-free: taking one is a single exchange, and each thread starts looking at a slot of its own, so
/// that threads do not share a cache line.
struct ReaderPool: ~Copyable {
  /// Addresses of readers; 0 is an empty place. One place takes a cache line.
  private let slots = InlineArray<32, Slot> { _ in Slot() }

  private struct Slot: ~Copyable {
    let reader = Atomic<UInt>(0)
    let padding = InlineArray<7, UInt>(repeating: 0)
  }

  /// Takes a reader out; the caller owns it.
  func take() -> Reader? {
    let start = ReaderPool.start
    for step in 0..<slots.count {
      let slot = (start &+ step) % slots.count
      guard slots[slot].reader.load(ordering: .relaxed) != 0 else { continue }
      let address = slots[slot].reader.exchange(0, ordering: .acquiring)
      // Sound because whoever puts a reader in gives it up, and an exchange hands it to one taker.
      if let state = unsafe UnsafeMutablePointer<Reader.State>(bitPattern: address) {
        return unsafe Reader(state)
      }
    }
    return nil
  }

  /// Puts a reader in that was reset.
  ///
  /// - Returns: whether there was room; otherwise the caller still owns it.
  func put(_ reader: Reader) -> Bool {
    let start = ReaderPool.start
    let address = unsafe UInt(bitPattern: reader.state)
    for step in 0..<slots.count {
      let slot = (start &+ step) % slots.count
      if slots[slot].reader.compareExchange(
        expected: 0, desired: address, successOrdering: .sequentiallyConsistent, failureOrdering: .relaxed
      ).exchanged {
        return true
      }
    }
    return false
  }

  /// Takes out all readers and gives each to `body`, its new owner.
  ///
  /// Looks at every place for certain, and after the caller's earlier writes: see ``TransactionGate/isOpen``.
  func removeAll(_ body: (Reader) -> Void) {
    for slot in 0..<slots.count {
      let address = slots[slot].reader.exchange(0, ordering: .sequentiallyConsistent)
      if let state = unsafe UnsafeMutablePointer<Reader.State>(bitPattern: address) {
        unsafe body(Reader(state))
      }
    }
  }

  /// Where this thread starts looking.
  private static var start: Int {
    // Thread handles are far apart addresses; multiplying spreads them over the slots.
    Int(truncatingIfNeeded: (currentThread() &* 0x9E37_79B9_7F4A_7C15) &>> 58)
  }
}
