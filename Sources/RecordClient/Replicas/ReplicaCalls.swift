internal import RecordStore
internal import SharedBytes
internal import WAMP
internal import WAMPClient

/// Asks the source of a replica. What it answers is verified here, once.
struct ReplicaCalls: Sendable {
  let session: WAMPSession
  let source: String
  let tables: [ServedTable]

  private func payload(_ request: SharedBytes) -> Payload {
    .record(request, form: RecordForm(for: session.routerRoles, as: .dealer))
  }

  /// The numbers of the newest commits, as they are made; 0 for an event that tells none.
  func news() async throws -> AsyncMapSequence<Events<UntypedEvent>, UInt64> {
    let topic = ReplicaProcedure.committed(source)
    let events = try await session.subscribe(to: topic, buffering: EventBuffering(maxEvents: 1))
    return events.map { event in (try? ReplicaResults.news(in: event.payload, of: topic))?.commit ?? 0 }
  }

  func describe() async throws -> ReplicaSource {
    let uri = ReplicaProcedure.describe.uri(source)
    // Any record: nothing is asked but for what there is.
    let request = try ReplicaRequests.record(
      of: ReplicaLogQuery(place: ReplicaPlace(history: 0, commit: 0), since: 0, sequence: 0))
    return try ReplicaResults.source(in: await session.call(uri, payload(request)).payload, of: uri)
  }

  /// A page of rows.
  func rows(_ query: ReplicaRowsQuery) async throws -> ([ReplicaRow], ReplicaRowsEnd) {
    let uri = ReplicaProcedure.rows.uri(source)
    guard let table = tables.first(where: { $0.name == query.table }) else {
      preconditionFailure("the machine asks for the replica's tables only")
    }
    let (records, payload) = try await page(uri, ReplicaRequests.record(of: query))
    let end = try ReplicaResults.rowsEnd(in: payload, of: uri)
    guard records.count == end.count, end.isLast || end.count > 0 else {
      throw WAMPError(.invalidPayload, "\(uri) sent \(records.count) rows and said \(end.count)")
    }
    var last = query.after
    var rows: [ReplicaRow] = []
    rows.reserveCapacity(records.count)
    for record in records {
      let key = try self.key(of: record, in: table, uri)
      guard last.map({ $0.lexicographicallyPrecedes(key) }) ?? true else {
        throw WAMPError(.invalidPayload, "\(uri) sent rows of \(table.name) out of the order of their keys")
      }
      rows.append(ReplicaRow(key: key, record: record))
      last = key
    }
    return (rows, end)
  }

  /// A page of the log.
  ///
  /// - Parameter places: the places of the replica's tables by those of the source's.
  func log(
    _ query: ReplicaLogQuery, _ places: [Int?]
  ) async throws -> ([ReplicaRowChange], ReplicaLogEnd) {
    let uri = ReplicaProcedure.log.uri(source)
    let (records, payload) = try await page(uri, ReplicaRequests.record(of: query))
    let end = try ReplicaResults.logEnd(in: payload, of: uri)
    guard records.count == end.changes.count(where: \.isPut) else {
      throw WAMPError(
        .invalidPayload, "\(uri) sent \(records.count) records, which are not those that it said")
    }
    var next = records.makeIterator()
    var changes: [ReplicaRowChange] = []
    for change in end.changes {
      guard places.indices.contains(change.table) else {
        throw WAMPError(.invalidPayload, "\(uri) spoke of a table that it does not have")
      }
      let record = change.isPut ? next.next() : nil
      guard let place = places[change.table] else { continue }
      let table = tables[place]
      do {
        try table.checkKey(change.key)
      } catch {
        throw WAMPError(.invalidPayload, "\(uri): \(error.message)")
      }
      if let record, try key(of: record, in: table, uri) != change.key {
        throw WAMPError(.invalidPayload, "\(uri) sent a record of \(table.name) with the key of another one")
      }
      changes.append(
        ReplicaRowChange(commit: change.commit, table: place, key: change.key, record: record))
    }
    return (changes, end)
  }

  /// The key of a record, once that is verified.
  private func key(of record: SharedBytes, in table: ServedTable, _ uri: String) throws -> [UInt8] {
    do {
      try table.verify(record)
      return try table.key(ofVerified: record)
    } catch {
      throw WAMPError(.invalidPayload, "\(uri): \(error)")
    }
  }

  /// Calls a procedure that answers with records and what ends them.
  private func page(_ uri: String, _ request: SharedBytes) async throws -> ([SharedBytes], Payload) {
    var records: [SharedBytes] = []
    for try await part in try await session.results(
      of: uri, payload(request), atMost: ReplicaPaging.rowLimit + 1)
    {
      guard part.progress else { return (records, part.payload) }
      guard records.count < ReplicaPaging.rowLimit, let record = part.payload.record else {
        throw WAMPError(
          .invalidPayload, "\(uri) sent more than \(ReplicaPaging.rowLimit) records, or what is none")
      }
      records.append(record.bytes)
    }
    throw WAMPError(.protocolViolation, "\(uri) sent no end of its records")
  }
}
