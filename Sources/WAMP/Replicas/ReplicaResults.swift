internal import FlatBuffersRuntime
package import SharedBytes

/// What a source says of itself.
package struct ReplicaSource: Sendable, Equatable {
  /// Where it is.
  package let place: ReplicaPlace
  /// The commit after which its log has all changes.
  package let logStart: UInt64
  /// What its catalog says of each table, by the tables' names in the order in which changes name them.
  package let tables: [(name: String, description: [UInt8])]

  package init(place: ReplicaPlace, logStart: UInt64, tables: [(name: String, description: [UInt8])]) {
    self.place = place
    self.logStart = logStart
    self.tables = tables
  }

  package static func == (left: ReplicaSource, right: ReplicaSource) -> Bool {
    left.place == right.place && left.logStart == right.logStart
      && left.tables.elementsEqual(right.tables) { $0 == $1 }
  }
}

/// What ends a page of rows.
package struct ReplicaRowsEnd: Sendable, Equatable {
  /// The commit that all rows of the page are of.
  package let place: ReplicaPlace
  package let count: Int
  /// Whether no row follows.
  package let isLast: Bool

  package init(place: ReplicaPlace, count: Int, isLast: Bool) {
    self.place = place
    self.count = count
    self.isLast = isLast
  }
}

/// What ends a page of the log.
package struct ReplicaLogEnd: Sendable, Equatable {
  /// A change of a row.
  package struct Change: Sendable, Equatable {
    package let commit: UInt64
    /// The table, by its place among the source's.
    package let table: Int
    package let key: [UInt8]
    /// Whether a record was stored: the next one of the page.
    package let isPut: Bool

    package init(commit: UInt64, table: Int, key: [UInt8], isPut: Bool) {
      self.commit = commit
      self.table = table
      self.key = key
      self.isPut = isPut
    }
  }

  /// Where the source is.
  package let place: ReplicaPlace
  /// The changes of all commits up to this one are told with this page.
  package let through: UInt64
  /// Where the next page goes on in the commit behind it; 0 at its beginning.
  package let sequence: UInt64
  package let changes: [Change]

  package init(place: ReplicaPlace, through: UInt64, sequence: UInt64, changes: [Change]) {
    self.place = place
    self.through = through
    self.sequence = sequence
    self.changes = changes
  }
}

/// The records that sources of replicas answer besides rows.
package enum ReplicaResults {
  package static func record(of source: ReplicaSource) throws -> SharedBytes {
    try RecordBuffer<ReplicaDescription>(
      ReplicaDescription.Draft(
        history: source.place.history, commit: source.place.commit, logSince: source.logStart,
        tables: source.tables.map { ReplicaTable.Draft(name: $0.name, description: $0.description) })
    ).bytes
  }

  package static func record(of end: ReplicaRowsEnd) throws -> SharedBytes {
    try RecordBuffer<ReplicaRowsResult>(
      ReplicaRowsResult.Draft(
        history: end.place.history, commit: end.place.commit, count: UInt32(clamping: end.count),
        isLast: end.isLast)
    ).bytes
  }

  package static func record(of end: ReplicaLogEnd) throws -> SharedBytes {
    try RecordBuffer<ReplicaLogResult>(
      ReplicaLogResult.Draft(
        history: end.place.history, commit: end.place.commit, through: end.through, sequence: end.sequence,
        changes: end.changes.map {
          ReplicaChange.Draft(
            commit: $0.commit, place: UInt32(clamping: $0.table), key: $0.key, isPut: $0.isPut)
        })
    ).bytes
  }

  /// What is published when something was committed.
  package static func record(ofNews place: ReplicaPlace) throws -> SharedBytes {
    try RecordBuffer<ReplicaNews>(ReplicaNews.Draft(history: place.history, commit: place.commit)).bytes
  }

  /// - Throws: `wamp.error.invalid_payload`.
  package static func source(in payload: Payload, of uri: String) throws(WAMPError) -> ReplicaSource {
    let result = try RecordBuffer<ReplicaDescription>(payload, of: uri)
    let draft = result.record.draft
    return ReplicaSource(
      place: ReplicaPlace(history: draft.history, commit: draft.commit), logStart: draft.logSince,
      tables: draft.tables.map { ($0.name, $0.description) })
  }

  /// - Throws: `wamp.error.invalid_payload`.
  package static func rowsEnd(in payload: Payload, of uri: String) throws(WAMPError) -> ReplicaRowsEnd {
    let result = try RecordBuffer<ReplicaRowsResult>(payload, of: uri)
    let record = result.record
    return ReplicaRowsEnd(
      place: ReplicaPlace(history: record.history, commit: record.commit), count: Int(record.count),
      isLast: record.isLast)
  }

  /// - Throws: `wamp.error.invalid_payload`.
  package static func logEnd(in payload: Payload, of uri: String) throws(WAMPError) -> ReplicaLogEnd {
    let result = try RecordBuffer<ReplicaLogResult>(payload, of: uri)
    let draft = result.record.draft
    return ReplicaLogEnd(
      place: ReplicaPlace(history: draft.history, commit: draft.commit), through: draft.through,
      sequence: draft.sequence,
      changes: (draft.changes ?? []).map {
        ReplicaLogEnd.Change(commit: $0.commit, table: Int($0.place), key: $0.key, isPut: $0.isPut)
      })
  }

  /// - Throws: `wamp.error.invalid_payload`.
  package static func news(in payload: Payload, of uri: String) throws(WAMPError) -> ReplicaPlace {
    let result = try RecordBuffer<ReplicaNews>(payload, of: uri)
    return ReplicaPlace(history: result.record.history, commit: result.record.commit)
  }
}
