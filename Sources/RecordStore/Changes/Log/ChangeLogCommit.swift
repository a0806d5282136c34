import LMDB

/// The log within one write transaction: what is added to it, and what goes in exchange.
///
/// Writes that share the transaction share it, too. What one of them added goes with it if it fails; the places it took
/// stay free.
final class ChangeLogCommit {
  let log: OpenChangeLog
  let commit: UInt64
  /// In nanoseconds since 1970.
  let now: UInt64
  private var state: ChangeLogState
  // Place 0 is for what happened before the commit.
  private var nextSequence: UInt64 = 1
  private let followsOtherProgram: Bool

  /// What a write added to the log.
  struct Added {
    var count: UInt64 = 0
    var byteCount: UInt64 = 0
  }

  private var added = Added()

  /// - Parameters:
  ///   - mark: the mark the commit will leave.
  ///   - previous: the one it found.
  init(
    _ log: OpenChangeLog, _ snapshot: LMDB.Snapshot, _ mark: CommitMark, after previous: CommitMark,
    now: UInt64 = ChangeLogCommit.nanosecondsNow()
  ) throws(LMDBError) {
    self.log = log
    self.now = now
    commit = mark.number
    let stored = try snapshot.changeLogState()
    state = stored ?? ChangeLogState(after: previous.number)
    // A program that keeps numbers but no log counts as one that keeps neither.
    followsOtherProgram =
      previous.transaction &+ 1 != mark.transaction || stored?.through ?? previous.number != previous.number
  }

  /// Adds a change.
  ///
  /// - Returns: how many bytes it takes.
  @_lifetime(transaction: copy transaction)
  func append(
    _ value: [UInt8], in transaction: inout LMDB.WriteTransaction
  ) throws(LMDBError) -> UInt64 {
    defer { nextSequence += 1 }
    return try put(value, at: nextSequence, in: &transaction)
  }

  /// Counts what a write added that has succeeded.
  func count(_ more: Added) {
    added.count += more.count
    added.byteCount += more.byteCount
  }

  /// Ends the log's part of the transaction: called once, if it changes anything.
  ///
  /// - Parameter isReorganized: whether the commit changes tables in a way that is not told row by row.
  @_lifetime(transaction: copy transaction)
  func finish(
    isReorganized: Bool = false, in transaction: inout LMDB.WriteTransaction
  ) throws(LMDBError) {
    let note: ChangeLogEntry.Kind? =
      isReorganized ? .reorganized : followsOtherProgram ? .otherProgram : nil
    if let note {
      let size = try put(ChangeLogEntry.value(note, time: now), at: 0, in: &transaction)
      count(Added(count: 1, byteCount: size))
    }
    state.through = commit
    // A damaged state may have any numbers.
    state.count &+= added.count
    state.byteCount &+= added.byteCount
    try trim(in: &transaction)
    try transaction.put(state)
  }

  @_lifetime(transaction: copy transaction)
  private func trim(in transaction: inout LMDB.WriteTransaction) throws(LMDBError) {
    var trimming = ChangeLogTrimming(state, log.bounds, now: now, added: added.count)
    guard trimming.mayRemove else { return }
    while true {
      let places = try oldest(transaction.snapshot, &trimming)
      for place in places {
        let key = ChangeLogEntry.key(place)
        _ = unsafe try transaction.delete(key.span.bytes, in: log.database)
      }
      if places.count < ChangeLogCommit.batch { break }
    }
    state = trimming.state
  }

  /// How many entries are looked at before they are deleted: a deletion invalidates the look.
  private static let batch = 256

  private func oldest(
    _ snapshot: LMDB.Snapshot, _ trimming: inout ChangeLogTrimming
  ) throws(LMDBError) -> [LogPosition] {
    var places: [LogPosition] = []
    var cursor = try snapshot.cursor(log.database)
    while places.count < ChangeLogCommit.batch, let entry = try cursor.next(),
      let place = ChangeLogEntry.Place(entry), trimming.removes(place)
    {
      places.append(place.position)
    }
    return places
  }

  @_lifetime(transaction: copy transaction)
  private func put(
    _ value: [UInt8], at sequence: UInt64, in transaction: inout LMDB.WriteTransaction
  ) throws(LMDBError) -> UInt64 {
    let key = ChangeLogEntry.key(LogPosition(commit, sequence))
    unsafe try transaction.put(key.span.bytes, value.span.bytes, in: log.database)
    return UInt64(ChangeLogEntry.keySize + value.count)
  }
}
