/// What opening a store did to its file, and what it found there.
public struct OpeningReport: Sendable, Equatable {
  /// The tables that were made.
  public internal(set) var createdTables: [String] = []
  /// The tables of other programs that were verified and taken over.
  public internal(set) var adoptedTables: [String] = []
  /// The indexes that were built over existing records, as `table/index`.
  public internal(set) var builtIndexes: [String] = []
  /// The tables of the file that the program does not name: their records stay. A migration can drop them.
  public internal(set) var unclaimedTables: [String] = []
  /// The migrations that ran, by their numbers.
  public internal(set) var migrations: [Int] = []
}

/// What a store that is being opened does, which may take long.
public enum OpeningProgress: Sendable, Equatable {
  /// Another process is writing, perhaps building an index itself.
  case waitingForOtherWriter
  /// Records are being verified, read for an index, or migrated.
  ///
  /// - Parameters:
  ///   - action: what is done, such as `building users/usersByTeam`.
  ///   - done: how many records were worked off.
  ///   - total: how many there are.
  case working(action: String, done: Int, total: Int)
}
