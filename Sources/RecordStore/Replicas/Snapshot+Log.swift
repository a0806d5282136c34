import LMDB

/// How far a walk over the log got.
package struct LogWalkEnd: Sendable, Equatable {
  /// The changes of all commits up to this one were given.
  package let through: UInt64
  /// The place in the commit behind it where the next walk goes on; 0 at its beginning.
  package let sequence: UInt64
}

extension Snapshot {
  /// The commit after which the log has all changes of tables.
  ///
  /// - Throws: ``StoreError/Code/changesUnavailable`` if no log is kept of them, or another program wrote without keeping it.
  package func logStart(of tables: [ServedTable]) throws(StoreError) -> UInt64 {
    let log = unsafe self.tables._withUnsafeGuaranteedRef { $0.log }
    for table in tables { _ = try databaseOrThrow(table.definition) }
    guard let log, log.has(Set(tables.map(\.name))) else {
      throw changesUnavailable("the file keeps no log of the changes of these tables (options.changeLog)")
    }
    let state: ChangeLogState?
    do throws(LMDBError) {
      state = try base.changeLogState()
    } catch {
      throw StoreError(error)
    }
    guard let state, try state.through == commitNumber else {
      throw changesUnavailable("a program wrote that keeps no log")
    }
    return state.floor
  }

  /// Walks over what was committed after a commit, as the log has it.
  ///
  /// - Parameters:
  ///   - sequence: where in the next commit it begins.
  ///   - limit: how many changes are looked at, those of other tables included.
  ///   - body: gets a change: its commit, the place of its table, the row's key, and the record where it lies, `nil` if the
  ///     row was deleted. It gives whether it took the change; the walk ends before one that it did not take.
  /// - Throws: ``StoreError/Code/changesUnavailable`` if the log can't tell all of it; what `body` throws.
  package func walkLog(
    since: UInt64, sequence: UInt64, of tables: [ServedTable], limit: Int,
    _ body: (_ commit: UInt64, _ table: Int, _ key: RawSpan, _ record: RawSpan?) throws -> Bool
  ) throws -> LogWalkEnd {
    let newest = try commitNumber
    let floor = try logStart(of: tables)
    guard since >= floor, since <= newest else {
      throw changesUnavailable("the log reaches from commit \(floor) to \(newest), not to \(since)")
    }
    guard since < newest, let log = unsafe self.tables._withUnsafeGuaranteedRef({ $0.log }) else {
      return LogWalkEnd(through: since, sequence: 0)
    }
    let places = Dictionary(
      tables.enumerated().map { (Array($1.name.utf8), $0) }, uniquingKeysWith: { first, _ in first })
    let key = ChangeLogEntry.key(LogPosition(since + 1, sequence))
    var cursor = try base.cursor(log.database)
    var found = unsafe try cursor.seek(key.span.bytes)
    var (seen, isFirst) = (0, true)
    while let entry = found {
      guard let change = ChangeLogEntry(entry) else { throw changesUnavailable("the log is damaged") }
      let position = change.position
      switch change.kind {
      case .otherProgram, .reorganized:
        // What was told before it holds.
        guard !isFirst else { throw changesUnavailable(change.unknown.reason.description) }
        return LogWalkEnd(through: position.commit - 1, sequence: 0)
      case .put, .delete:
        var isTaken = seen < limit
        if isTaken, let table = places[[UInt8](change.table)] {
          isTaken = try body(position.commit, table, change.key, change.new)
        }
        // Whoever asks for it begins with it, so that it does no harm if it is the commit's first one.
        guard isTaken else { return LogWalkEnd(through: position.commit - 1, sequence: position.sequence) }
      }
      seen += 1
      isFirst = false
      found = try cursor.next()
    }
    return LogWalkEnd(through: newest, sequence: 0)
  }

  private func changesUnavailable(_ why: String) -> StoreError {
    let path = unsafe tables._withUnsafeGuaranteedRef { $0.path }
    return StoreError(.changesUnavailable, "\(path): \(why)")
  }
}
