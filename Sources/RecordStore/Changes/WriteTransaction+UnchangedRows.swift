import LMDB

extension WriteTransaction {
  /// Whether a row was changed by no commit after one, and not in this write either.
  ///
  /// - Throws: ``StoreError/Code/changesUnavailable`` if the log can't tell.
  /// - Complexity: linear in the number of changes since that commit.
  func isUnchanged(
    _ key: RawSpan, in table: OpenTables.TableEntry, since commit: UInt64
  ) throws(StoreError) -> Bool {
    // What this write changed is noted there, or in the log already.
    if pending.recorder?.hasNoted([UInt8](key), in: table) == true { return false }
    let log = unsafe tables._withUnsafeGuaranteedRef { $0.log }
    let answer: LogAnswer
    do throws(LMDBError) {
      answer = try base.snapshot.changes(of: table.definition.name, key, since: commit, log, commitNumber)
    } catch {
      throw StoreError(error, "the log of changes")
    }
    switch answer {
    case .unchanged: return true
    case .changed: return false
    case .unknown(let reason):
      throw table.failure(
        .changesUnavailable, key,
        "whether the record \(table.text(of: key)) was changed since commit \(commit) can't be told: \(reason). "
          + "Read it anew, or compare its bytes")
    }
  }
}

/// What a log of changes says of one row.
private enum LogAnswer {
  case changed
  case unchanged
  case unknown(String)
}

extension LMDB.Snapshot {
  /// - Parameter next: the number of the commit that is being made.
  fileprivate func changes(
    of table: String, _ key: RawSpan, since commit: UInt64, _ log: OpenChangeLog?, _ next: UInt64
  ) throws(LMDBError) -> LogAnswer {
    guard let log, log.has([table]), let state = try changeLogState() else {
      return .unknown("the file keeps no log of the table's changes")
    }
    guard commit < next else { return .unknown("the file's last commit is \(next &- 1)") }
    guard commit >= state.floor else { return .unknown("the log reaches back to \(state.floor)") }
    guard let mark = try commitMark(), mark.transaction &+ 1 == transactionID, state.through >= mark.number
    else {
      return .unknown("a program that keeps no log wrote last")
    }
    let start = ChangeLogEntry.key(LogPosition(commit &+ 1))
    var cursor = try cursor(log.database)
    var found = unsafe try cursor.seek(start.span.bytes)
    while let entry = found {
      guard let change = ChangeLogEntry(entry) else { return .unknown("the log is damaged") }
      switch change.kind {
      case .put, .delete:
        if change.key.holdsSameBytes(as: key), change.tableName == table { return .changed }
      case .otherProgram:
        return .unknown("a program that keeps no log wrote before commit \(change.position.commit)")
      case .reorganized: return .unknown("tables were changed as a whole by commit \(change.position.commit)")
      }
      found = try cursor.next()
    }
    return .unchanged
  }
}
