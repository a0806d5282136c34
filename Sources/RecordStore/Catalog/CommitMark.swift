import LMDB

/// The last commit of a store, as it stands in the file.
///
/// 32 bytes under a plain key of LMDB's unnamed database: four 64-bit numbers, little endian. Every commit of this
/// package that changes something writes it, so that it tells what other programs did and which catalog goes with a
/// snapshot.
struct CommitMark: Equatable {
  /// How many commits there were; survives copies and compaction.
  var number: UInt64 = 0
  /// LMDB's transaction id of the commit. A snapshot with another id was made by another program.
  var transaction: UInt64 = 0
  /// The number of the commit that last changed the catalog.
  var catalog: UInt64 = 0
  /// Whether another program wrote and its changes were not adopted since.
  var isForeign = false

  /// The tools of LMDB take keys with a zero in them for no name of a database.
  static let key: [UInt8] = Array("flatwire\0commit\0".utf8)
  private static let byteCount = 32

  init(number: UInt64 = 0, transaction: UInt64 = 0, catalog: UInt64 = 0, isForeign: Bool = false) {
    self.number = number
    self.transaction = transaction
    self.catalog = catalog
    self.isForeign = isForeign
  }

  /// - Returns: `nil` if these are not the bytes of a mark.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount == CommitMark.byteCount else { return nil }
    func word(_ place: Int) -> UInt64 {
      unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 8 * place, as: UInt64.self))
    }
    self.init(number: word(0), transaction: word(1), catalog: word(2), isForeign: word(3) != 0)
  }

  /// The bytes of a mark, in the order of memory.
  var words: InlineArray<4, UInt64> {
    [
      number.littleEndian, transaction.littleEndian, catalog.littleEndian,
      UInt64(isForeign ? 1 : 0).littleEndian,
    ]
  }
}

extension LMDB.Snapshot {
  /// The last commit; `nil` in a file that no store wrote.
  func commitMark() throws(LMDBError) -> CommitMark? {
    guard let bytes = unsafe try get(.main, CommitMark.key.span.bytes) else { return nil }
    return CommitMark(bytes)
  }
}

extension LMDB.WriteTransaction {
  @_lifetime(self: copy self)
  mutating func put(_ mark: CommitMark) throws(LMDBError) {
    let words = mark.words
    unsafe try put(CommitMark.key.span.bytes, words.span.bytes, in: .main)
  }
}
