/// The free tree: transaction → list of page numbers that it freed.
///
/// Layouts of `MDB_page`, `MDB_node` and `MDB_IDL` from mdb.c and midl.h, for 64-bit machines.
extension DatabaseFile {
  /// Whether all pages from `first` to the header's last one are listed as free.
  func arePagesFree(from first: UInt64, header: FileHeader) throws(LMDBError) -> Bool {
    let missing = header.lastPage - first + 1
    // The list itself has to be in the file: 8 bytes per page.
    guard missing <= UInt64(try length() / 8), header.freeRoot != FileHeader.noPage else { return false }
    var walk = FreeTreeWalk(header: header, first: first, missing: Int(missing))
    try visit(header.freeRoot, depth: 0, &walk)
    return walk.missing == 0
  }

  private func visit(_ page: UInt64, depth: Int, _ walk: inout FreeTreeWalk) throws(LMDBError) {
    guard depth < 32, page < walk.first, walk.pagesLeft > 0 else { return }
    walk.pagesLeft -= 1
    let bytes = try read(at: Int(page) * walk.pageSize, count: walk.pageSize)
    let header = walk.pageHeaderSize
    guard let flags: UInt16 = bytes.number(at: header - 6), let lower: UInt16 = bytes.number(at: header - 4)
    else { return }
    for entry in 0..<max(0, (walk.origin + Int(lower) - header) / 2) {
      guard let place: UInt16 = bytes.number(at: header + 2 * entry) else { return }
      let position = walk.origin + Int(place)
      guard let low: UInt32 = bytes.number(at: position),
        let nodeFlags: UInt16 = bytes.number(at: position + 4),
        let keySize: UInt16 = bytes.number(at: position + 6)
      else { return }
      let value = position + 8 + Int(keySize)
      if flags & PageFlag.branch != 0 {
        try visit(UInt64(low) | UInt64(nodeFlags) << 32, depth: depth + 1, &walk)
      } else if flags & PageFlag.leaf != 0, nodeFlags & 1 == 0 {
        walk.count(bytes, at: value)
      } else if flags & PageFlag.leaf != 0, let start: UInt64 = bytes.number(at: value), start < walk.first {
        // The list is too long for the leaf and lies on pages of its own, after their header.
        walk.count(try read(at: Int(start) * walk.pageSize + header, count: min(Int(low), length())), at: 0)
      }
    }
  }

  private enum PageFlag {
    static let branch: UInt16 = 0x01
    static let leaf: UInt16 = 0x02
  }
}

private struct FreeTreeWalk {
  let pageSize: Int
  let pageHeaderSize: Int
  /// Where the places of nodes are counted from: since LMDB 1.0 from the end of the page's header.
  let origin: Int
  let first: UInt64
  let last: UInt64
  var isFree: [Bool]
  var missing: Int
  /// Ends the walk in a file whose tree runs in a circle.
  var pagesLeft: UInt64

  init(header: FileHeader, first: UInt64, missing: Int) {
    pageSize = header.pageSize
    pageHeaderSize = header.pageHeaderSize
    origin = header.pageHeaderSize == 16 ? 0 : header.pageHeaderSize
    self.first = first
    last = header.lastPage
    isFree = Array(repeating: false, count: missing)
    self.missing = missing
    pagesLeft = header.lastPage + 1
  }

  /// Crosses off the pages of one list: a count, then that many numbers.
  mutating func count(_ bytes: FileBytes, at offset: Int) {
    guard let count: UInt64 = bytes.number(at: offset) else { return }
    var position = offset + 8
    for _ in 0..<count {
      guard let page: UInt64 = bytes.number(at: position) else { return }
      position += 8
      guard page >= first, page <= last, !isFree[Int(page - first)] else { continue }
      isFree[Int(page - first)] = true
      missing -= 1
    }
  }
}
