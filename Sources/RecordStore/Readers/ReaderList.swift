import LMDB

/// What the lock file and the holders of this process say together: who holds which state.
struct ReaderList {
  struct Entry: Equatable {
    let kind: StoreReader.Kind
    let processID: Int32
    let transaction: UInt64
    let since: ContinuousClock.Instant?
  }

  /// The oldest states first.
  let entries: [Entry]

  /// - Parameters:
  ///   - slots: of all processes.
  ///   - holders: those of this process that hold a snapshot; each has a slot, which is not listed a second time.
  ///   - ownProcess: the id of this process.
  init(slots: [ReaderSlot], holders: [SnapshotHolder], ownProcess: Int32) {
    var known: [UInt64: Int] = [:]
    var entries: [Entry] = holders.map { holder in
      let transaction = holder.transaction
      known[transaction, default: 0] += 1
      return Entry(
        kind: holder.kind, processID: ownProcess, transaction: transaction, since: holder.since)
    }
    for slot in slots {
      guard let transaction = slot.transactionID else { continue }
      let isOwn = slot.processID == ownProcess
      if isOwn, let count = known[transaction], count > 0 {
        known[transaction] = count - 1
        continue
      }
      entries.append(
        Entry(
          kind: isOwn ? .read : .otherProcess, processID: slot.processID, transaction: transaction, since: nil
        ))
    }
    self.entries = entries.sorted { $0.transaction < $1.transaction }
  }
}
