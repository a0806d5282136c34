import LMDB

/// How far the log of a file reaches.
///
/// 32 bytes under a plain key of LMDB's unnamed database: four 64-bit numbers, little endian. Every commit of this
/// package writes it in a file that has a log.
struct ChangeLogState: Equatable {
  /// All changes after this commit are in the log; of the ones up to it some are gone.
  var floor: UInt64
  /// The last commit that kept the log.
  var through: UInt64
  /// How many entries there are.
  var count: UInt64 = 0
  /// How many bytes they take.
  var byteCount: UInt64 = 0

  static let key: [UInt8] = Array("flatwire\0changes\0".utf8)
  private static let byteCount = 32

  /// A log that begins after a commit.
  init(after commit: UInt64) {
    floor = commit
    through = commit
  }

  /// - Returns: `nil` if these are not the bytes of a state.
  init?(_ bytes: RawSpan) {
    guard bytes.byteCount == ChangeLogState.byteCount else { return nil }
    func word(_ place: Int) -> UInt64 {
      unsafe UInt64(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: 8 * place, as: UInt64.self))
    }
    floor = word(0)
    through = word(1)
    count = word(2)
    byteCount = word(3)
  }

  var words: InlineArray<4, UInt64> {
    [floor.littleEndian, through.littleEndian, count.littleEndian, byteCount.littleEndian]
  }
}

extension LMDB.Snapshot {
  /// How far the log reaches; `nil` in a file without one.
  func changeLogState() throws(LMDBError) -> ChangeLogState? {
    guard let bytes = unsafe try get(.main, ChangeLogState.key.span.bytes) else { return nil }
    return ChangeLogState(bytes)
  }
}

extension LMDB.WriteTransaction {
  @_lifetime(self: copy self)
  mutating func put(_ state: ChangeLogState) throws(LMDBError) {
    let words = state.words
    unsafe try put(ChangeLogState.key.span.bytes, words.span.bytes, in: .main)
  }

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
