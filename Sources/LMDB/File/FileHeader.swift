/// One of the two headers ("meta pages") of a database file.
///
/// The layout is that of `MDB_meta` in mdb.c of LMDB 0.9, for 64-bit machines: a page header of 16
/// bytes, then magic, version, address, map size, the descriptions of the free and the main tree (48
/// bytes each), the last page and the transaction.
struct FileHeader: Equatable {
  let pageSize: Int
  /// The largest memory map that any process made for writing, in bytes.
  let mapSize: UInt64
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
      let mapSize: UInt64 = page.number(at: 32),
      let pageSize: UInt32 = page.number(at: 40),
      let freeRoot: UInt64 = page.number(at: 80),
      let mainRoot: UInt64 = page.number(at: 128),
      let lastPage: UInt64 = page.number(at: 136),
      let transaction: UInt64 = page.number(at: 144)
    else { return nil }
    self.pageSize = Int(pageSize)
    self.mapSize = mapSize
    self.freeRoot = freeRoot
    self.mainRoot = mainRoot
    self.lastPage = lastPage
    self.transaction = transaction
  }

  /// The header in use of a file that is open as a database.
  ///
  /// - Parameter path: for messages.
  static func newest(ofFile descriptor: Int32, _ path: String) throws(LMDBError) -> FileHeader {
    func header(at offset: Int) throws(LMDBError) -> FileHeader {
      let bytes = try FileBytes(of: descriptor, path, at: offset, count: byteCount)
      guard let header = FileHeader(bytes) else {
        throw LMDBError(.damaged, "use \(path): the header at byte \(offset) is none any more")
      }
      return header
    }
    let first = try header(at: 0)
    let second = try header(at: first.pageSize)
    return second.transaction > first.transaction ? second : first
  }

  /// The length that the pages in use take, or `nil` if no file can be that long.
  var dataLength: Int? {
    let (pages, tooMany) = lastPage.addingReportingOverflow(1)
    let (length, tooLong) = pages.multipliedReportingOverflow(by: UInt64(pageSize))
    return tooMany || tooLong ? nil : Int(exactly: length)
  }
}
