internal import FlatBuffersRuntime
internal import RecordStore
internal import WAMP
internal import WAMPClient

/// A page of a live query's rows.
struct LivePage<Record: FlatTable & ~Escapable>: Sendable {
  let rows: [(key: [UInt8], row: RecordBuffer<Record>)]
  let next: CursorToken?
  let commit: UInt64
  let changes: ChangeProgress
}

// What a live query asks the router for, and what it makes of the answers.
extension LiveRows where Record: ~Escapable {
  /// The rows of a page, which ends earlier if they are large.
  static var pageSize: Int { 1000 }

  func subscribe() async throws -> ChangeArrivals<Record> {
    try await table.session.changeArrivals(on: TableProcedure.changes(table.prefix), buffering: buffering)
  }

  /// - Throws: ``WAMPError`` that says what the table has to be exposed with, if it can't be observed.
  func page(limit: Int, after token: CursorToken?) async throws -> LivePage<Record> {
    let page: TablePage<Record>
    do {
      page = try await table.list(range, limit: limit, after: token)
    } catch let error as WAMPError where error.code == .noSuchProcedure {
      throw WAMPError(
        .noSuchProcedure,
        "\(TableProcedure.list.uri(table.prefix)) is not there: a table is observed where it is exposed with both .list and .changes"
      )
    }
    guard let changes = page.changes else {
      throw WAMPError(
        .featureNotSupported,
        "\(table.prefix): the table's changes are not published: it is observed where it is exposed with both .list and .changes"
      )
    }
    do {
      let rows = try page.rows.map { (key: try table.table.storedKey(of: $0), row: $0) }
      return LivePage(rows: rows, next: page.next, commit: page.commit, changes: changes)
    } catch let error as StoreError {
      throw WAMPError(.invalidPayload, "\(TableProcedure.list.uri(table.prefix)): \(error.message)")
    }
  }

  func typed(_ update: LiveRange<RecordBuffer<Record>>.Update) throws(WAMPError) -> LiveUpdate<Record, Key> {
    switch update {
    case .rows(let rows, let commit): return .rows(rows, commit: commit)
    case .changes(let changes, let commit):
      var typed: [LiveChange<Record, Key>] = []
      typed.reserveCapacity(changes.count)
      for change in changes { typed.append(try self.typed(change)) }
      return .changes(typed, commit: commit)
    }
  }

  private func typed(
    _ change: LiveRange<RecordBuffer<Record>>.Change
  ) throws(WAMPError) -> LiveChange<Record, Key> {
    if let row = change.row { return .put(row) }
    if let key = table.table.key(stored: change.key) { return .delete(key) }
    throw WAMPError(
      .invalidPayload,
      "\(TableProcedure.changes(table.prefix)): \(change.key.count) bytes are no key of the table")
  }
}

extension ToldChange {
  init<Record: FlatTable & ~Escapable>(_ change: PublishedChange<Record>)
  where Row == RecordBuffer<Record> {
    switch change {
    case .put(let row, let record):
      self = .row(key: [UInt8](row.key), record, commit: row.commit, isLastOfCommit: row.isLastOfCommit)
    case .delete(let row):
      self = .row(key: [UInt8](row.key), nil, commit: row.commit, isLastOfCommit: row.isLastOfCommit)
    case .unknown(let unknown): self = .unknown(since: unknown.since, through: unknown.through)
    }
  }
}

extension RecordBuffer: LiveRow where Record: ~Escapable {
  var byteCount: Int { bytes.count }
}
