import FlatBuffersReflection
import LMDB
import SharedBytes

/// Looks up in the log of a snapshot what a stream is missing, some commits at a time.
struct ChangeLogReader: ~Escapable {
  private let snapshot: LMDB.Snapshot
  private let log: OpenChangeLog?
  /// The tables that the stream is about; `nil` for all.
  private let tables: Set<String>?
  private let bound: ChangeBuffer

  @_lifetime(copy snapshot)
  init(_ snapshot: LMDB.Snapshot, _ log: OpenChangeLog?, tables: Set<String>?, _ bound: ChangeBuffer) {
    self.snapshot = snapshot
    self.log = log
    self.tables = tables
    self.bound = bound
  }

  /// What is found for a gap, in order.
  ///
  /// - Returns: commits, what can't be told, and at the end the rest of the gap if it was more than a stream may keep.
  func fill(_ gap: ChangeGap) throws(LMDBError) -> [ChangeQueue.Item] {
    guard gap.isNumbered, let log, log.has(tables), let state = try snapshot.changeLogState() else {
      return [.unknown(gap.unknown)]
    }
    var items: [ChangeQueue.Item] = []
    var rest = gap
    if gap.start.commit <= state.floor {
      let through = min(state.floor, gap.through)
      let reason: UnknownChanges.Reason = gap.reason == .lagged ? .lagged : .trimmed
      items.append(.unknown(ChangeGap(start: gap.start, through: through, reason).unknown))
      // A damaged state may say anything.
      guard through < gap.through else { return items }
      rest.start = LogPosition(through + 1)
    }
    let end = rest.through
    rest.through = min(end, state.through)
    if rest.isNumbered, try read(&rest, log, into: &items) {
      rest.through = end
      return items + [.gap(rest)]
    }
    if end > state.through {
      let start = max(rest.start, LogPosition(state.through + 1))
      items.append(.unknown(ChangeGap(start: start, through: end, gap.reason).unknown))
    }
    return items
  }

  /// - Returns: whether there is more than may be kept: `gap` begins there then.
  private func read(
    _ gap: inout ChangeGap, _ log: OpenChangeLog, into items: inout [ChangeQueue.Item]
  ) throws(LMDBError) -> Bool {
    let key = ChangeLogEntry.key(gap.start)
    var cursor = try snapshot.cursor(log.database)
    var found = unsafe try cursor.seek(key.span.bytes)
    var part = Part(gap.start)
    var byteCount = 0
    var looked = 0
    while let entry = found {
      guard let change = ChangeLogEntry(entry) else {
        // From its commit on nothing is told: what stands behind it can't be trusted to be all.
        let place = ChangeLogEntry.Place(entry)?.position ?? part.start
        if place.commit > part.start.commit { part.end(isComplete: true, &items) }
        items.append(
          .unknown(ChangeGap(start: LogPosition(place.commit), through: gap.through, .unreadable).unknown))
        gap.start = LogPosition(gap.through &+ 1)
        return false
      }
      guard change.position.commit <= gap.through else { break }
      if change.position.commit != part.start.commit {
        part.end(isComplete: true, &items)
        part = Part(LogPosition(change.position.commit))
      }
      if items.count >= bound.commits || looked >= ChangeLogReader.lookLimit
        || byteCount > 0 && byteCount + change.byteCount > bound.bytes / 2
      {
        part.end(isComplete: false, &items)
        gap.start = change.position
        return true
      }
      looked += 1
      switch change.kind {
      case .put, .delete:
        if let row = row(change, log) {
          part.rows.append(row)
          byteCount += change.byteCount
        }
      case .otherProgram, .reorganized:
        items.append(.unknown(change.unknown))
      }
      found = try cursor.next()
    }
    part.end(isComplete: true, &items)
    gap.start = LogPosition(gap.through &+ 1)
    return false
  }

  /// How many entries are looked at in one snapshot, also if they are of other tables.
  private static let lookLimit = 1 << 14

  /// The rows of one commit.
  private struct Part {
    let start: LogPosition
    var rows: [StoredRowChange] = []

    init(_ start: LogPosition) { self.start = start }

    func end(isComplete: Bool, _ items: inout [ChangeQueue.Item]) {
      guard !rows.isEmpty else { return }
      items.append(.commit(ChangeQueue.Commit(rows, start: start, isComplete: isComplete)))
    }
  }

  private func row(_ change: borrowing ChangeLogEntry, _ log: OpenChangeLog) -> StoredRowChange? {
    let name = change.tableName
    guard tables?.contains(name) ?? true else { return nil }
    return StoredRowChange(
      table: name, operation: change.kind == .delete ? .delete : .put, keyBytes: [UInt8](change.key),
      old: SharedBytes(copying: change.old), new: SharedBytes(copying: change.new),
      key: log.tables[name] ?? nil, isProven: false)
  }
}

extension ChangeLogEntry {
  /// What a note of the log says.
  var unknown: UnknownChanges {
    let before = position.commit &- 1
    return kind == .reorganized
      ? UnknownChanges(since: before, through: position.commit, reason: .reorganized)
      : UnknownChanges(since: before, through: before, reason: .otherProgram)
  }
}

extension SharedBytes {
  /// A copy of the bytes, if there are any.
  init?(copying bytes: RawSpan?) {
    guard let bytes else { return nil }
    self.init(copying: bytes)
  }
}
