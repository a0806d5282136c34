import LMDB

extension Store {
  /// Who holds which snapshot of the file, in all processes, those that cost most first.
  ///
  /// Nothing that is held is ever taken back. A process that was killed is among them until the next look for such
  /// ones, once a second while a process writes.
  ///
  /// - Complexity: linear in the number of reader slots, and of the commits since the oldest state that is held.
  /// - Throws: ``StoreError`` if the store was closed.
  public var readers: [StoreReader] {
    get throws(StoreError) {
      try checkOpen()
      do {
        return try state.readers()
      } catch let error as LMDBError {
        throw StoreError(error)
      } catch {
        throw StoreError(.database, "\(path): \(error)", cause: error)
      }
    }
  }
}

extension StoreState {
  func readers(at now: ContinuousClock.Instant = .now) throws -> [StoreReader] {
    // In this order: who takes a snapshot meanwhile is a read at first.
    let holders = holders.active
    let slots = try environment.readerSlots()
    let last = try environment.lastTransactionID()
    ages.note(last, at: now)
    let list = ReaderList(slots: slots, holders: holders, ownProcess: environment.processID)
    // Only now, so that the look itself is not among them.
    let pages = try environment.read { snapshot throws in
      try HeldPages(of: list.entries.map(\.transaction), in: snapshot)
    }
    return list.entries.map { entry in
      StoreReader(
        kind: entry.kind, processID: Int(entry.processID), transaction: entry.transaction,
        commitsBehind: last > entry.transaction ? last - entry.transaction : 0,
        age: ages.age(of: entry.transaction, at: now), held: entry.since.map { now - $0 },
        pagesHeld: pages.count(heldBy: entry.transaction))
    }
  }
}
