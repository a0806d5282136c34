import LMDB

/// The last commit of a store, as it stands in the file.
///
/// Every commit of this package that changes something writes it, so that it tells what other programs did and which
/// catalog goes with a snapshot.
struct CommitMark: Equatable, StoredNumbers {
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

  init(number: UInt64 = 0, transaction: UInt64 = 0, catalog: UInt64 = 0, isForeign: Bool = false) {
    self.number = number
    self.transaction = transaction
    self.catalog = catalog
    self.isForeign = isForeign
  }

  init(numbers: InlineArray<4, UInt64>) {
    self.init(
      number: numbers[0], transaction: numbers[1], catalog: numbers[2], isForeign: numbers[3] != 0)
  }

  var numbers: InlineArray<4, UInt64> { [number, transaction, catalog, isForeign ? 1 : 0] }
}

extension LMDB.Snapshot {
  /// The last commit; `nil` in a file that no store wrote.
  func commitMark() throws(LMDBError) -> CommitMark? { try numbers() }
}
