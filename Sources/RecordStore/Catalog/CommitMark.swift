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
  /// Whether the file may be wrong: another program wrote to it, or the machine stopped before commits were on the
  /// disk, and its records were not adopted since.
  var isForeign = false
  /// The run of the machine in which it was made without waiting for the disk; `nil` if all is there.
  var unsynchronized: BootSession?

  /// The tools of LMDB take keys with a zero in them for no name of a database.
  static let key: [UInt8] = Array("flatwire\0commit\0".utf8)

  init(
    number: UInt64 = 0, transaction: UInt64 = 0, catalog: UInt64 = 0, isForeign: Bool = false,
    unsynchronized: BootSession? = nil
  ) {
    self.number = number
    self.transaction = transaction
    self.catalog = catalog
    self.isForeign = isForeign
    self.unsynchronized = unsynchronized
  }

  init(numbers: InlineArray<4, UInt64>) {
    let session = numbers[3] >> 1
    self.init(
      number: numbers[0], transaction: numbers[1], catalog: numbers[2], isForeign: numbers[3] & 1 != 0,
      unsynchronized: session == 0 ? nil : BootSession(numbers[3]))
  }

  var numbers: InlineArray<4, UInt64> {
    [number, transaction, catalog, (unsynchronized?.number ?? 0) << 1 | (isForeign ? 1 : 0)]
  }

  /// Whether what stores wrote is all that is in the file.
  ///
  /// - Parameters:
  ///   - last: LMDB's id of the newest transaction.
  ///   - session: the machine's run that goes on.
  func isTrusted(at last: UInt64, in session: BootSession) -> Bool {
    transaction == last && !isForeign && (unsynchronized.map { $0 == session } ?? true)
  }
}

extension LMDB.Snapshot {
  /// The last commit; `nil` in a file that no store wrote.
  func commitMark() throws(LMDBError) -> CommitMark? { try numbers() }
}
