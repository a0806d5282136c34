import Synchronization

extension Environment {
  /// Looks at every page of the newest snapshot: all trees, the list of free pages, that each page is used once, that
  /// keys are in order and counts are right.
  ///
  /// A snapshot is held meanwhile. Damage is no error but part of the report; what values say is not known here.
  ///
  /// - Parameter progress: told now and then how many pages of how many were seen.
  /// - Throws: ``LMDBError`` if the file can't be read at all: ``LMDBError/Code/pageDamaged`` if not even its header or
  ///   its first value can be, ``LMDBError/Code/unsupported`` where the system does not tell where it is mapped.
  /// - Complexity: linear in the size of the file; a byte of memory per page.
  public func verifyPages(
    progress: @escaping (_ pages: Int, _ of: Int) -> Void = { _, _ in }
  ) throws(LMDBError) -> PageReport {
    let reader = try acquire()
    defer { release(reader) }
    let (header, map) = try pages(of: reader)
    var report = report(header, map, holder: reader.id & 1, followingDatabases: true, progress)
    if !SnapshotHeader.isInTurn(reader.id, map) { report.note(PageFault(reader.id & 1, .turn)) }
    return report
  }

  private func report(
    _ header: SnapshotHeader, _ map: PageMap, holder: UInt64, followingDatabases: Bool,
    _ progress: @escaping (Int, Int) -> Void = { _, _ in }
  ) -> PageReport {
    // Pages that are not in the file are free, and the file holds the list of them.
    guard header.lastPage <= map.count + map.count * UInt64(map.pageSize) / 8 else {
      var report = PageReport()
      report.note(PageFault(holder, .header))
      return report
    }
    var verifier = PageVerifier(map, lastPage: header.lastPage, progress: progress)
    verifier.verify(header.free, .free, holder: holder)
    verifier.verify(header.main, .main(following: followingDatabases), holder: holder)
    return verifier.finished()
  }

  /// The header of a reader's snapshot, and its pages, wherever they are mapped.
  private func pages(of reader: Reader) throws(LMDBError) -> (header: SnapshotHeader, map: PageMap) {
    if let known = reader.header { return (known, reader.map) }
    guard let place = mapping else {
      throw LMDBError(.unsupported, "verify \(path): the system does not tell where the file is mapped")
    }
    switch try takeHeader(of: reader, at: place) {
    case .found(let header): return (header, try map(of: header, at: place))
    case .refused(let status): throw reader.transaction.failure(status, "read")
    case .neverFound: break
    }
    throw LMDBError(.unsupported, "verify \(path): others commit faster than the file's header can be read")
  }

  /// The header of a commit, and the pages that it may have.
  ///
  /// - Parameter isLast: whether nobody can commit meanwhile.
  /// - Returns: `nil` if later commits may have touched the header.
  func pages(
    ofCommit id: UInt64, at place: PagePlace.Mapping, isLast: Bool = false
  ) throws(LMDBError) -> (header: SnapshotHeader, map: PageMap)? {
    switch unsafe SnapshotHeader.look(at: place.start, pageSize: place.pageSize, id: id, isLast: isLast) {
    case .header(let header): return (header, try map(of: header, at: place))
    case .foreign: throw LMDBError(PageFault(id & 1, .header), path)
    case .overtaken: return nil
    }
  }
}

extension Environment {
  /// The pages of the last commit, for a transaction that just began to write.
  ///
  /// At the first one of this environment all pages of the free tree and of the main tree are looked at: LMDB meets them at
  /// every commit.
  ///
  /// - Returns: `nil` where the system does not tell where they are mapped.
  /// - Throws: ``LMDBError/Code/pageDamaged``.
  func committedPages(before transaction: RawTransaction) throws(LMDBError) -> CommittedPages? {
    let id = transaction.id - 1
    guard readsPages, let place = mapping,
      let (header, map) = try pages(ofCommit: id, at: place, isLast: true)
    else { return nil }
    guard let main = header.main.tree, header.main.flags == 0 else {
      throw LMDBError(PageFault(id & 1, .record), path)
    }
    try checkTrees(header, map, holder: id & 1)
    // Taken out, so that it is changed where it is and not copied.
    return CommittedPages(map, main: main, names, checkedPages.withLock { $0.take() }, path: path)
  }

  /// Looks at all pages of the main tree before LMDB looks for names there.
  func checkTrees() throws(LMDBError) {
    guard !didCheckTrees.load(ordering: .relaxed) else { return }
    let reader = try acquire()
    defer { release(reader) }
    if let header = reader.header { try checkTrees(header, reader.map, holder: reader.id & 1) }
  }

  /// Looks at all pages of the free tree and of the main tree, once.
  private func checkTrees(
    _ header: SnapshotHeader, _ map: PageMap, holder: UInt64
  ) throws(LMDBError) {
    guard !didCheckTrees.load(ordering: .relaxed) else { return }
    let report = report(header, map, holder: holder, followingDatabases: false)
    if let fault = report.faults.first { throw LMDBError(fault, path) }
    didCheckTrees.store(true, ordering: .relaxed)
  }
}
