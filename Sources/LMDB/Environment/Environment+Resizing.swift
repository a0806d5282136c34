import Synchronization

extension Environment {
  /// Takes over the size that another process gave the database.
  ///
  /// The map moves, so no transaction of this process may be active meanwhile: new ones wait at the gate, those
  /// that are open are waited for. Called by one that isn't counted in.
  ///
  /// - Throws: ``LMDBError/Code/mapResized`` if transactions stay open.
  func adoptMapSize(patience: Duration = Environment.patience) throws(LMDBError) {
    var failure: LMDBError?
    let quiet = try whileQuiet("use", withOthers: false, patience: patience) {
      let size: Int
      do throws(LMDBError) {
        size = try newMapSize()
      } catch {
        failure = error
        return true
      }
      do throws(LMDBError) {
        try handle.setMapSize(size, path)
      } catch {
        failure = error
        return false
      }
      mappedRange.forget()
      pagePlace.forget()
      return true
    }
    if let failure { throw failure }
    guard case .busy(let readers, let others) = quiet else { return }
    let open = readers + others
    throw LMDBError(
      .mapResized,
      "use \(path): another process made the database larger than this process's memory map, which can't be "
        + "moved because of \(open) open \(open == 1 ? "transaction" : "transactions")")
  }

  /// Remembers for the next write that the map was full.
  func noteFull(_ error: LMDBError) {
    if error.code == .mapFull { wasFull.store(true, ordering: .relaxed) }
  }

  /// Takes over the size that another process gave the database, if a write just found this one's map full.
  ///
  /// Not worth waiting for, nor an error if it can't be: another write may need less.
  func adoptMapSizeIfFull() {
    guard wasFull.load(ordering: .relaxed), wasFull.exchange(false, ordering: .relaxed) else { return }
    let isLarger = try? whileOpen("write to") { () throws(LMDBError) in
      try FileHeader.newest(ofFile: handle.descriptor(path), path).mapSize > UInt64(handle.mapSize)
    }
    guard isLarger == true else { return }
    try? adoptMapSize(patience: .zero)
  }

  /// The size of the largest map that any process made, or as much less as can be had here.
  private func newMapSize() throws(LMDBError) -> Int {
    let header = try FileHeader.newest(ofFile: handle.descriptor(path), path)
    guard let needed = header.dataLength else {
      throw LMDBError(.damaged, "use \(path): no map is large enough for its last page")
    }
    var size = max(Int(clamping: header.mapSize), needed)
    // LMDB gives the old map back before it asks for the new one, and can't go on without any.
    while !canMap(size) {
      guard size > needed else {
        throw LMDBError(.noMemory, "use \(path): a memory map of \(needed) bytes can't be had")
      }
      size = max(size / 2, needed)
    }
    return size
  }
}
