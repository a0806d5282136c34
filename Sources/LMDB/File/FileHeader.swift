/// One of the two headers ("meta pages") of a database file.
///
/// The layout is that of `MDB_meta` in mdb.c of LMDB 0.9, for 64-bit machines: a page header of 16
/// bytes, then magic, version, address, map size, the descriptions of the free and the main tree (48
/// bytes each), the last page and the transaction.
struct FileHeader: Equatable {
  let pageSize: Int
  let lastPage: UInt64
  let transaction: UInt64
  let freeRoot: UInt64
  let mainRoot: UInt64

  static let byteCount = 152
  static let magic: UInt32 = 0xBEEF_C0DE
  /// A root of this number means an empty tree.
  static let noPage = UInt64.max

  /// Finds LMDB's magic number and the format version behind it.
  ///
  /// LMDB 1.0 keeps them 8 bytes further on than 0.9.
  static func version(of page: FileBytes) -> UInt32? {
    for offset in [16, 24] where page.number(at: offset) == magic {
      return page.number(at: offset + 4)
    }
    return nil
  }

  /// - Returns: `nil` if this is not a header of LMDB 0.9.
  init?(_ page: FileBytes) {
    let metaFlag: UInt16 = 0x08
    guard let flags: UInt16 = page.number(at: 10), flags & metaFlag != 0,
      page.number(at: 16) == FileHeader.magic, page.number(at: 20) == UInt32(1),
      let pageSize: UInt32 = page.number(at: 40),
      let freeRoot: UInt64 = page.number(at: 80),
      let mainRoot: UInt64 = page.number(at: 128),
      let lastPage: UInt64 = page.number(at: 136),
      let transaction: UInt64 = page.number(at: 144)
    else { return nil }
    self.pageSize = Int(pageSize)
    self.freeRoot = freeRoot
    self.mainRoot = mainRoot
    self.lastPage = lastPage
    self.transaction = transaction
  }

  /// The length that the pages in use take, or `nil` if no file can be that long.
  var dataLength: Int? {
    let (pages, tooMany) = lastPage.addingReportingOverflow(1)
    let (length, tooLong) = pages.multipliedReportingOverflow(by: UInt64(pageSize))
    return tooMany || tooLong ? nil : Int(exactly: length)
  }
}
