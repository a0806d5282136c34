package import RecordStore
internal import SharedBytes
package import WAMP

/// What a replica asks and writes: answers of its source in, writes of its store out. Pure, so that it can be simulated.
///
/// First the rows, page by page, each page of the newest commit. What they are together is no state of the source; but with
/// the changes since the first page's commit applied, up to that of the last page, they are. Applying a change to a row that
/// has it already does no harm.
package struct ReplicaMachine: Sendable {
  /// What is to be asked next.
  package enum Question: Sendable, Equatable {
    case rows(ReplicaRowsQuery)
    case log(ReplicaLogQuery)
    /// Nothing, until something is committed.
    case nothing
  }

  /// Where the replica stands, with all that was answered so far; `nil` before it has begun.
  package private(set) var position: ReplicaPosition?
  /// The number of the source's last commit, as far as it is known.
  package private(set) var newest: UInt64
  private let tables: [String]
  /// The changes of a commit that is larger than a page, and where the next page goes on in it.
  private var partial: [ReplicaRowChange] = []
  private var partialBytes = 0
  private var sequence: UInt64 = 0
  /// Whether the source is to be asked for its log, whatever is known of it.
  private var isAsking = true

  /// The most bytes of a commit that are kept until it can be written as a whole.
  package static let commitLimit = 64 << 20

  /// - Parameters:
  ///   - position: what the store says; `nil` if the replica has not begun.
  ///   - tables: the names of the replica's tables.
  package init(_ position: ReplicaPosition?, tables: [String]) {
    // With other tables it begins anew, and with what only a damaged file says.
    var known = position?.tables == tables ? position : nil
    if case .rows(let table, _)? = known?.phase, !tables.indices.contains(table) { known = nil }
    self.position = known
    self.tables = tables
    newest = position?.commit ?? 0
  }

  /// The source was described. Whoever has not begun does.
  package mutating func take(_ source: ReplicaSource) -> [ReplicaWrite] {
    newest = source.place.commit
    forgetPart()
    guard position == nil else { return [] }
    let begun = ReplicaPosition(
      phase: .rows(table: 0, after: nil), tables: tables, history: source.place.history,
      commit: source.place.commit, latest: source.place.commit)
    position = begun
    return [ReplicaWrite(.begin, begun)]
  }

  /// The source can't go on from where the replica is: all is to be pulled anew, once it is described again.
  package mutating func forget() { position = nil }

  /// Something was committed.
  package mutating func hear(of commit: UInt64) { newest = max(newest, commit) }

  /// Something may have been committed.
  package mutating func look() { isAsking = true }

  package var question: Question {
    guard let position else { return .nothing }
    switch position.phase {
    case .rows(let table, let after):
      return .rows(ReplicaRowsQuery(place: place(position), table: tables[table], after: after))
    case .catchingUp, .following:
      guard isAsking || sequence > 0 || newest > position.commit else { return .nothing }
      return .log(ReplicaLogQuery(place: place(position), since: position.commit, sequence: sequence))
    }
  }

  private func place(_ position: ReplicaPosition) -> ReplicaPlace {
    ReplicaPlace(history: position.history, commit: position.latest)
  }

  // MARK: - Answers

  /// Rows were answered.
  ///
  /// - Parameter rows: in the order of their keys, behind those that are there.
  package mutating func take(_ rows: [ReplicaRow], _ end: ReplicaRowsEnd) -> [ReplicaWrite] {
    guard var next = position, case .rows(let table, let after) = next.phase else { return [] }
    next.history = end.place.history
    next.latest = max(next.latest, end.place.commit)
    newest = end.place.commit
    var isWhole = false
    if !end.isLast {
      next.phase = .rows(table: table, after: rows.last?.key ?? after)
    } else if table + 1 < tables.count {
      next.phase = .rows(table: table + 1, after: nil)
    } else {
      next.phase = .catchingUp
      isWhole = next.latest == next.commit
    }
    position = next
    return [ReplicaWrite(.rows(rows, table: table), next)] + (isWhole ? complete(next) : [])
  }

  /// A part of the log was answered.
  ///
  /// - Parameter changes: in their order, with the tables by their places among the replica's.
  /// - Throws: `wamp.error.invalid_payload` for an answer that is none to what was asked; `flatwire.error.changes_unavailable`
  ///   for a commit that is too large to be kept.
  package mutating func take(
    _ changes: [ReplicaRowChange], _ end: ReplicaLogEnd
  ) throws(WAMPError) -> [ReplicaWrite] {
    guard var next = position else { return [] }
    guard end.through >= next.commit, changes.allSatisfy({ $0.commit > next.commit }),
      changes.allSatisfy({ $0.commit <= end.through || end.sequence > 0 && $0.commit == end.through &+ 1 })
    else {
      throw WAMPError(
        .invalidPayload, "the log was asked for since commit \(next.commit), and began elsewhere")
    }
    newest = end.place.commit
    let isSameHistory = end.place.history == next.history
    next.history = end.place.history
    // Also where nothing is written: the source has said that the replica is in its history.
    position = next
    guard sequence == 0 || isSameHistory else {
      // The rest may be that of another commit, in a copy that took the source's place.
      forgetPart()
      return []
    }
    isAsking = end.through < end.place.commit
    let whole = partial.filter { $0.commit <= end.through } + changes.filter { $0.commit <= end.through }
    let rest = changes.filter { $0.commit > end.through }
    if end.through > next.commit { (partial, partialBytes) = ([], 0) }
    partial += rest
    partialBytes += rest.reduce(0) { $0 + $1.key.count + ($1.record?.count ?? 0) }
    sequence = end.sequence
    guard partialBytes <= ReplicaMachine.commitLimit else {
      throw WAMPError(
        .changesUnavailable,
        "commit \(end.through &+ 1) changes more than \(ReplicaMachine.commitLimit) bytes: all is pulled anew"
      )
    }
    guard end.through > next.commit else { return [] }
    next.commit = end.through
    next.latest = max(next.latest, end.through)
    position = next
    let write = ReplicaWrite(.changes(whole), next)
    guard case .catchingUp = next.phase, next.commit >= next.latest else { return [write] }
    return [write] + complete(next)
  }

  /// The commit that is larger than a page is asked for anew.
  private mutating func forgetPart() {
    (partial, partialBytes, sequence) = ([], 0, 0)
    isAsking = true
  }

  private mutating func complete(_ whole: ReplicaPosition) -> [ReplicaWrite] {
    var next = whole
    next.phase = .following
    position = next
    return [ReplicaWrite(.complete, next)]
  }

  /// What is to be done first by whoever has all, and was interrupted before it could be read.
  package mutating func resume() -> [ReplicaWrite] {
    guard let position, case .catchingUp = position.phase, position.commit >= position.latest else {
      return []
    }
    return complete(position)
  }
}
