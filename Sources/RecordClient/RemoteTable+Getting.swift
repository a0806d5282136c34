public import FlatBuffersRuntime
internal import RecordStore
internal import SharedBytes
internal import WAMP
internal import WAMPClient

extension RemoteTable where Record: ~Escapable {
  /// Finds a row by its primary key.
  ///
  /// - Returns: `nil` if there is none.
  public func get(_ key: Key) async throws -> RecordBuffer<Record>? {
    let uri = TableProcedure.get.uri(prefix)
    do {
      let result = try await session.call(
        uri, payload(TableRequests.record(ofKey: [UInt8](stored: key))))
      return try RecordBuffer(result.payload, of: uri)
    } catch let error as WAMPError where error.code == .noSuchRecord {
      return nil
    }
  }

  /// Finds a row by its primary key and reads it at once.
  ///
  ///     let name = try await users.get(7) { $0.name.description }
  ///
  /// - Parameter body: gets the record in place, inside the frame it came in; valid during the call.
  /// - Returns: what `body` returns; `nil` if there is no such row.
  public func get<R: Sendable>(_ key: Key, _ body: @Sendable (Record) throws -> R) async throws -> R? {
    guard let row = try await get(key) else { return nil }
    return try row.read(body)
  }

  /// Finds rows by their primary keys.
  ///
  /// In as few calls as have room for the rows: one for up to 1 MiB.
  ///
  /// - Returns: a row for each key, in the order of the keys; `nil` where there is none.
  public func get(_ keys: [Key]) async throws -> [RecordBuffer<Record>?] {
    var rows: [RecordBuffer<Record>?] = []
    rows.reserveCapacity(keys.count)
    while rows.count < keys.count {
      let next = keys[rows.count...].prefix(TablePaging.rowLimit)
      let request = try TableRequests.record(ofKeys: next.map { [UInt8](stored: $0) })
      let (found, end) = try await page(.getMany, request, limit: next.count)
      let missing = Set(end.missing)
      guard 1...next.count ~= end.keys, found.count + missing.count == end.keys,
        missing.allSatisfy({ 0..<end.keys ~= $0 })
      else {
        throw WAMPError(
          .invalidPayload,
          "\(TableProcedure.getMany.uri(prefix)) sent \(found.count) rows and said \(missing.count) of \(end.keys) are missing"
        )
      }
      var place = 0
      for position in 0..<end.keys {
        if missing.contains(position) {
          rows.append(nil)
        } else {
          rows.append(found[place])
          place += 1
        }
      }
    }
    return rows
  }

  /// Calls a procedure that answers with several rows.
  ///
  /// - Parameter limit: the most rows that it may answer with.
  func page(
    _ procedure: TableProcedure, _ request: SharedBytes, limit: Int
  ) async throws -> (rows: [RecordBuffer<Record>], end: TablePageEnd) {
    let uri = procedure.uri(prefix)
    var rows: [RecordBuffer<Record>] = []
    for try await part in try await session.results(of: uri, payload(request), atMost: limit + 1) {
      guard part.progress else { return (rows, try TableResults.pageEnd(in: part.payload, of: uri)) }
      guard rows.count < limit else {
        throw WAMPError(.invalidPayload, "\(uri) sent more than \(limit) rows")
      }
      rows.append(try RecordBuffer(part.payload, of: uri))
    }
    throw WAMPError(.protocolViolation, "\(uri) sent no end of its rows")
  }
}
