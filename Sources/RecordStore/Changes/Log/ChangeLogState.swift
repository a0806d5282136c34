import LMDB

/// How far the log of a file reaches.
///
/// Every commit of this package writes it in a file that has a log.
struct ChangeLogState: Equatable, StoredNumbers {
  /// All changes after this commit are in the log; of the ones up to it some are gone.
  var floor: UInt64
  /// The last commit that kept the log.
  var through: UInt64
  /// How many entries there are.
  var count: UInt64 = 0
  /// How many bytes they take.
  var byteCount: UInt64 = 0

  static let key: [UInt8] = Array("flatwire\0changes\0".utf8)

  /// A log that begins after a commit.
  init(after commit: UInt64) {
    floor = commit
    through = commit
  }

  init(numbers: InlineArray<4, UInt64>) {
    floor = numbers[0]
    through = numbers[1]
    count = numbers[2]
    byteCount = numbers[3]
  }

  var numbers: InlineArray<4, UInt64> { [floor, through, count, byteCount] }
}

extension LMDB.Snapshot {
  /// How far the log reaches; `nil` in a file without one.
  func changeLogState() throws(LMDBError) -> ChangeLogState? { try numbers() }
}

extension LMDB.WriteTransaction {
  /// Keeps the log of a commit that is none of a writer: of an opening, a rebuilding, an alteration.
  ///
  /// - Parameters:
  ///   - mark: the mark that the commit will leave.
  ///   - previous: the one it found.
  ///   - catalog: says whether there is a log.
  ///   - isReorganized: whether tables were changed in a way that is not told row by row.
  @_lifetime(self: copy self)
  mutating func log(
    _ mark: CommitMark, after previous: CommitMark?, _ catalog: StoredCatalog, isReorganized: Bool
  ) throws(LMDBError) {
    guard catalog.changeLog != nil, let database = try open(OpenChangeLog.databaseName, create: true),
      let log = OpenChangeLog(catalog, [OpenChangeLog.databaseName: database])
    else { return }
    let commit = try ChangeLogCommit(log, snapshot, mark, after: previous ?? CommitMark())
    try commit.finish(isReorganized: isReorganized, in: &self)
  }

  /// Empties a log that is no longer kept.
  @_lifetime(self: copy self)
  mutating func removeChangeLog() throws(LMDBError) {
    _ = unsafe try delete(ChangeLogState.key.span.bytes, in: .main)
    if let database = try open(OpenChangeLog.databaseName, create: false) {
      try drop(database, delete: false)
    }
  }
}
