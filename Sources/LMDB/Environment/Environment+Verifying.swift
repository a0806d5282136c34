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
  package func verifyPages(
    progress: @escaping (_ pages: Int, _ of: Int) -> Void = { _, _ in }
  ) throws(LMDBError) -> PageReport {
    let reader = try acquire()
    defer { release(reader) }
    let (header, map) = try pages(of: reader)
    // Pages that are not in the file are free, and the file holds the list of them.
    guard header.lastPage / 8 <= map.count * UInt64(map.pageSize) else {
      var report = PageReport()
      report.note(PageFault(reader.id & 1, .header))
      return report
    }
    var verifier = PageVerifier(map, lastPage: header.lastPage, progress: progress)
    verifier.verify(header.free, .free, holder: reader.id & 1)
    verifier.verify(header.main, .main(following: true), holder: reader.id & 1)
    return verifier.finished()
  }

  /// The header of a reader's snapshot, and its pages, wherever they are mapped.
  private func pages(of reader: Reader) throws(LMDBError) -> (header: SnapshotHeader, map: PageMap) {
    if let known = reader.header { return (known, reader.map) }
    let addresses = mappedRange.addresses
    let mapping = PagePlace.Mapping(
      base: addresses.lowerBound, length: addresses.count, pageSize: handle.pageSize)
    guard addresses.count >= 2 * mapping.pageSize, mapping.pageSize >= 4096,
      let base = unsafe UnsafeRawPointer(bitPattern: mapping.base)
    else {
      throw LMDBError(.unsupported, "verify \(path): the system does not tell where the file is mapped")
    }
    while true {
      let id = reader.transaction.id
      switch unsafe SnapshotHeader.look(at: base, pageSize: mapping.pageSize, id: id) {
      case .header(let header):
        let count = try readablePages(header.lastPage, mapping)
        return (header, unsafe PageMap(base: base, count: count, pageSize: mapping.pageSize))
      case .foreign: throw LMDBError(PageFault(id & 1, .header), path)
      case .overtaken:
        reader.reset()
        let status = reader.renew()
        guard status == 0 else { throw reader.transaction.failure(status, "read") }
      }
    }
  }
}
