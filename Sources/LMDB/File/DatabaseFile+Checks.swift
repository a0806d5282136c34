extension DatabaseFile {
  /// Checks that LMDB can map the file without running off its end.
  ///
  /// - Returns: the header in use, or `nil` for an empty file, which LMDB takes for a new one.
  func check() throws(LMDBError) -> FileHeader? {
    let first = try read(at: 0, count: FileHeader.byteCount)
    if first.bytes.isEmpty { return nil }
    guard let version = FileHeader.version(of: first) else {
      throw LMDBError(.notADatabase, "open \(path): this is not an LMDB file")
    }
    guard (version == 1) == EnvironmentHandle.hasKnownFormat else {
      throw LMDBError(
        .versionMismatch,
        "open \(path): the file has LMDB data format \(version), "
          + (version == 1 ? "which later versions than 0.9 do not read" : "LMDB 0.9 reads format 1"))
    }
    guard let header = FileHeader(first) else { throw damaged("its first header is incomplete") }
    // LMDB caps the page size at 32 KiB; no system has smaller pages than 4 KiB.
    guard header.pageSize.nonzeroBitCount == 1, (4096...32768).contains(header.pageSize) else {
      throw damaged("a page size of \(header.pageSize) bytes is not possible")
    }
    guard let second = FileHeader(try read(at: header.pageSize, count: FileHeader.byteCount)) else {
      throw damaged("its second header is missing or not one")
    }
    guard second.pageSize == header.pageSize else {
      throw damaged("its headers name page sizes of \(header.pageSize) and \(second.pageSize) bytes")
    }
    let isSecond = second.transaction > header.transaction
    let current = isSecond ? second : header
    // Commits write them in turns, and LMDB looks for each at its place.
    guard current.transaction & 1 == (isSecond ? 1 : 0) else {
      throw damaged("its headers were not written in turns")
    }
    try checkPages(of: current)
    return current
  }

  private func checkPages(of header: FileHeader) throws(LMDBError) {
    guard let needed = header.dataLength, header.lastPage >= 1 else {
      throw damaged("a last page of \(header.lastPage) is not possible")
    }
    for root in [header.freeRoot, header.mainRoot] where root != FileHeader.noPage {
      guard root <= header.lastPage, root >= 2 else {
        throw damaged("a tree starts at page \(root), the last page is \(header.lastPage)")
      }
    }
    let length = try length()
    guard length < needed else { return }
    // Not every shorter file is cut off: LMDB never writes a page that was taken and freed within
    // one transaction. Such pages are in the free tree, so that tells the two cases apart.
    let firstMissing = UInt64(length / header.pageSize)
    guard try arePagesFree(from: firstMissing, header: header) else {
      throw damaged("it is cut off: \(length) bytes of at least \(needed)")
    }
  }

  func damaged(_ what: String) -> LMDBError {
    LMDBError(.damaged, "open \(path): \(what)")
  }
}
