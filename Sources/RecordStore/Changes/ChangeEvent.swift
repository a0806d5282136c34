/// What a stream of changes tells.
///
///     for try await event in try store.changes(of: .users) {
///       switch event {
///       case .commit(let commit): for row in commit.rows { apply(row) }
///       case .unknown: reload()
///       }
///     }
public enum ChangeEvent<Row: Sendable>: Sendable {
  /// A commit changed rows.
  case commit(CommitChanges<Row>)
  /// Something changed, and it can't be told what: what was read before is to be read anew.
  case unknown(UnknownChanges)
}

/// The rows that a commit changed.
public struct CommitChanges<Row: Sendable>: Sendable {
  /// The commit's number. Writes that shared a commit have the same one.
  public let number: UInt64
  /// The changed rows. Of each write of a commit a row appears once, with what it was before the write and what it is
  /// after it; from the log, of a large write, perhaps several times, each change beginning where the one before ended.
  /// The writes follow each other in the order in which they ran.
  public let rows: [Row]
  /// Whether these are the last rows of the commit. Of one that is larger than the stream's bound, the log gives
  /// several parts, one after the other.
  public let isComplete: Bool
}

/// Commits of which it can't be told what they changed.
public struct UnknownChanges: Sendable, Hashable {
  /// Why it can't be told; later versions may have more.
  public struct Reason: Sendable, Hashable, CustomStringConvertible {
    public let description: String

    private init(_ description: String) { self.description = description }

    /// The stream was not read for so long that more waited than its bound allows.
    public static let lagged = Reason("the stream was read too slowly")
    /// Another process committed, and the store keeps no log of these changes.
    public static let otherProcess = Reason("another process wrote, and no log is kept")
    /// A program that is no store wrote to the file.
    public static let otherProgram = Reason("a program that keeps no log wrote")
    /// The log does not reach back that far.
    public static let trimmed = Reason("the log no longer has the changes")
    /// A migration changed tables as a whole, or the file was taken over from another program.
    public static let reorganized = Reason("tables were changed as a whole")
    /// The write was running already when the stream began.
    public static let notRecorded = Reason("the write was running when the stream began")
    /// The log holds a record that is none of the table's type.
    public static let unreadable = Reason("the log holds what is no record of the table")
  }

  /// What was read at this commit, or before, may not hold any more.
  public let since: UInt64
  /// What is read at this commit, or later, has all of these changes. The same as ``since`` for changes of programs
  /// that don't number their commits: there the newest snapshot counts.
  public let through: UInt64
  /// Why it can't be told.
  public let reason: Reason
}
