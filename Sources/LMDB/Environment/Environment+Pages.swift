/// How readers come to know the pages of their snapshots.
extension Environment {
  /// Finds out what is to be known of the commit that a reader took: where its pages are, how many there are, and where
  /// its main tree begins.
  ///
  /// - Returns: 0, or what LMDB answered when the reader had to take a newer snapshot.
  /// - Throws: ``LMDBError/Code/pageDamaged``.
  func look(atCommitOf reader: Reader) throws(LMDBError) -> Int32 {
    guard readsPages, let place = try place(for: reader) else {
      reader.noteUnreadable()
      return 0
    }
    switch try takeHeader(of: reader, at: place) {
    case .found(let header):
      let holder = reader.transaction.id & 1
      guard header.main.tree != nil else { throw LMDBError(PageFault(holder, .record), path) }
      reader.note(header, try map(of: header, at: place))
      return 0
    case .refused(let status): return status
    case .neverFound:
      reader.noteUnreadable()
      return 0
    }
  }

  enum HeaderSearch {
    case found(SnapshotHeader)
    /// What LMDB answered when the reader had to take a newer snapshot.
    case refused(Int32)
    /// Others commit faster than headers can be read.
    case neverFound
  }

  /// Finds the header of the commit that a reader took, or takes a newer one whose header can be had.
  func takeHeader(of reader: Reader, at place: PagePlace.Mapping) throws(LMDBError) -> HeaderSearch {
    for _ in 0..<100 {
      let id = reader.transaction.id
      switch unsafe SnapshotHeader.look(at: place.start, pageSize: place.pageSize, id: id) {
      case .header(let header): return .found(header)
      case .foreign: throw LMDBError(PageFault(id & 1, .header), path)
      case .overtaken(let seen):
        reader.reset()
        let status = reader.renew()
        guard status == 0 else { return .refused(status) }
        if let seen, reader.transaction.id == id { return .found(seen) }
      }
    }
    return .neverFound
  }

  /// The pages that may be read: no more than the commit has, the file holds and the map shows.
  func map(of header: SnapshotHeader, at place: PagePlace.Mapping) throws(LMDBError) -> PageMap {
    let length = try fileLength(ofDescriptor: handle.descriptor(path), path)
    let (pages, tooMany) = header.lastPage.addingReportingOverflow(1)
    let count = min(tooMany ? .max : pages, UInt64(min(length, place.length) / place.pageSize))
    // Sound because the place is that of the map, which does not move while somebody reads or writes.
    return unsafe PageMap(base: place.start, count: count, pageSize: place.pageSize)
  }

  private func place(for reader: Reader) throws(LMDBError) -> PagePlace.Mapping? {
    let known = try pagePlace.known { () throws(LMDBError) in try findPlace(reader.transaction) }
    guard case .mapped(let mapping) = known else { return nil }
    return mapping
  }
}
