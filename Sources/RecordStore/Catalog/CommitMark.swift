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
  /// Whether the file may be wrong, see ``StoreInspection/uncertainty``, and its records were not adopted since.
  var isUncertain = false
  /// The run of the machine in which it was made without waiting for the disk; `nil` if all is there.
  var unsynchronized: BootSession?

  /// The tools of LMDB take keys with a zero in them for no name of a database.
  static let key: [UInt8] = Array("flatwire\0commit\0".utf8)

  init(
    number: UInt64 = 0, transaction: UInt64 = 0, catalog: UInt64 = 0, isUncertain: Bool = false,
    unsynchronized: BootSession? = nil
  ) {
    self.number = number
    self.transaction = transaction
    self.catalog = catalog
    self.isUncertain = isUncertain
    self.unsynchronized = unsynchronized
  }

  /// The mark of the commit that a transaction is to make.
  ///
  /// - Parameter previous: the mark it found. A damaged one may have any number.
  init(
    after previous: CommitMark?, in transaction: borrowing LMDB.WriteTransaction, changesCatalog: Bool,
    isUncertain: Bool, unsynchronized: BootSession?
  ) {
    let number = (previous?.number ?? 0) &+ 1
    self.init(
      number: number, transaction: transaction.transactionID,
      catalog: changesCatalog ? number : previous?.catalog ?? 0, isUncertain: isUncertain,
      unsynchronized: unsynchronized)
  }

  init(numbers: InlineArray<4, UInt64>) {
    let session = numbers[3] >> 1
    self.init(
      number: numbers[0], transaction: numbers[1], catalog: numbers[2], isUncertain: numbers[3] & 1 != 0,
      unsynchronized: session == 0 ? nil : BootSession(numbers[3]))
  }

  var numbers: InlineArray<4, UInt64> {
    [number, transaction, catalog, (unsynchronized?.number ?? 0) << 1 | (isUncertain ? 1 : 0)]
  }

  /// Whether what stores wrote is all that is in the file.
  ///
  /// - Parameters:
  ///   - last: LMDB's id of the newest transaction.
  ///   - session: the machine's run that goes on.
  func isTrusted(at last: UInt64, in session: BootSession) -> Bool {
    transaction == last && !isUncertain && (unsynchronized.map { $0 == session } ?? true)
  }
}

extension LMDB.Snapshot {
  /// The last commit; `nil` in a file that no store wrote.
  func commitMark() throws(LMDBError) -> CommitMark? { try numbers() }
}

extension LMDB.WriteTransaction {
  /// Stores the mark of the commit that this transaction makes.
  ///
  /// The commit waits for the disk if it changes what commits wait for. A whole file is on the disk until then: the
  /// first commit that does not wait has to be there before others use the whole one's pages again, or a power cut
  /// could leave the old mark above new pages, and nobody would see it.
  ///
  /// - Parameter previous: the mark it found.
  @_lifetime(self: copy self)
  mutating func put(_ mark: CommitMark, after previous: CommitMark?) throws(LMDBError) {
    if let previous, previous.unsynchronized != mark.unsynchronized { waitForDisk() }
    try put(mark)
  }
}
