import LMDB

/// How far a file is known: its last commit by number, and LMDB's transaction, which programs that keep no numbers
/// move, too.
struct FilePosition: Equatable, Sendable {
  /// The number of the last commit of this package; 0 in a file that no store wrote.
  var commit: UInt64
  /// LMDB's id of that commit.
  var marked: UInt64
  /// LMDB's id of the newest commit of any program.
  var transaction: UInt64

  /// What has to be told of the file having got from here to a newer position.
  func gaps(to newer: FilePosition) -> [ChangeGap] {
    guard newer.transaction > transaction else { return [] }
    var gaps: [ChangeGap] = []
    if newer.commit > commit {
      gaps.append(ChangeGap(start: LogPosition(commit + 1), through: newer.commit, .otherProcess))
    }
    // The rest is of programs that left no number: as many transactions as the mark does not account for.
    if newer.transaction > newer.marked || gaps.isEmpty {
      gaps.append(ChangeGap(start: LogPosition(newer.commit &+ 1), through: newer.commit, .otherProgram))
    }
    return gaps
  }

  /// What has to be told before a commit of this process: it was begun right before the mark's transaction.
  func gaps(before mark: CommitMark, after previous: CommitMark) -> [ChangeGap] {
    gaps(
      to: FilePosition(
        commit: previous.number, marked: previous.transaction, transaction: mark.transaction &- 1))
  }
}

extension FilePosition {
  init(_ snapshot: LMDB.Snapshot) throws(LMDBError) {
    let mark = try snapshot.commitMark()
    self.init(
      commit: mark?.number ?? 0, marked: mark?.transaction ?? 0, transaction: snapshot.transactionID)
  }
}

/// A place in the order of all changes: within a commit they are numbered.
struct LogPosition: Comparable, Hashable, Sendable {
  var commit: UInt64
  var sequence: UInt64

  init(_ commit: UInt64, _ sequence: UInt64 = 0) {
    self.commit = commit
    self.sequence = sequence
  }

  static func < (left: LogPosition, right: LogPosition) -> Bool {
    (left.commit, left.sequence) < (right.commit, right.sequence)
  }
}

/// Changes that a stream was not handed when they were made: the log may still have them.
struct ChangeGap: Equatable, Sendable {
  /// The first change that is missing.
  var start: LogPosition
  /// The last commit that is missing; before `start` if what is missing has no number.
  var through: UInt64
  /// What to tell if they can't be had.
  var reason: UnknownChanges.Reason

  init(start: LogPosition, through: UInt64, _ reason: UnknownChanges.Reason) {
    self.start = start
    self.through = through
    self.reason = reason
  }

  /// Whether the log can have them: what other programs wrote has no numbers.
  var isNumbered: Bool { start.commit <= through }

  var unknown: UnknownChanges {
    UnknownChanges(since: start.commit &- 1, through: through, reason: reason)
  }
}
