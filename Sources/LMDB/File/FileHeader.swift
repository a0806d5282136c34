/// One of the two headers ("meta pages") of a database file.
///
/// The layout is that of `MDB_meta` in mdb.c, for 64-bit machines: a page header of 16 bytes, 24 since LMDB 1.0, then
/// magic, version, address, map size, the descriptions of the free and the main tree (48 bytes each), the last page and
/// the transaction.
struct FileHeader: Equatable {
  let pageSize: Int
  /// How many bytes come before what is on a page.
  let pageHeaderSize: Int
  /// The largest memory map that any process made for writing, in bytes.
  let mapSize: UInt64
  let lastPage: UInt64
  let transaction: UInt64
  let freeRoot: UInt64
  let mainRoot: UInt64

  static let byteCount = 160
  static let magic: UInt32 = 0xBEEF_C0DE
  /// A root of this number means an empty tree.
  static let noPage = UInt64.max

  /// Finds LMDB's magic number and the format version behind it.
  ///
  /// LMDB 1.0 keeps them 8 bytes further on than 0.9.
  static func version(of page: FileBytes) -> UInt32? {
    pageHeaderSize(of: page).flatMap { page.number(at: $0 + 4) }
  }

  private static func pageHeaderSize(of page: FileBytes) -> Int? {
    [16, 24].first { page.number(at: $0) == magic }
  }

  /// - Returns: `nil` if this is not a header.
  init?(_ page: FileBytes) {
    let metaFlag: UInt16 = 0x08
    guard let start = FileHeader.pageHeaderSize(of: page),
      let flags: UInt16 = page.number(at: start - 6), flags & metaFlag != 0,
      let version: UInt32 = page.number(at: start + 4), (version == 1) == (start == 16),
      let mapSize: UInt64 = page.number(at: start + 16),
      let pageSize: UInt32 = page.number(at: start + 24),
      let freeRoot: UInt64 = page.number(at: start + 64),
      let mainRoot: UInt64 = page.number(at: start + 112),
      let lastPage: UInt64 = page.number(at: start + 120),
      let transaction: UInt64 = page.number(at: start + 128)
    else { return nil }
    pageHeaderSize = start
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
