public import FlatBuffersRuntime
internal import RecordStore
internal import SharedBytes
internal import WAMP
internal import WAMPClient

/// All of these return once the change is committed, as the store's durability says.
extension RemoteTable where Record: ~Escapable {
  /// Stores a row in place of any with the same primary key.
  ///
  /// - Parameter row: what was read before, if it is to be replaced only as it is: `flatwire.error.record_changed` is
  ///   thrown if it was changed or deleted since.
  /// - Returns: the number of the store's commit.
  @discardableResult
  public func put(_ draft: Record.Draft, ifUnchanged row: RecordBuffer<Record>? = nil) async throws -> UInt64
  {
    try await put(RecordBuffer<Record>(draft), ifUnchanged: row)
  }

  /// Stores a record's bytes as they are, as ``put(_:ifUnchanged:)`` stores those of a draft.
  @discardableResult
  public func put(
    _ record: RecordBuffer<Record>, ifUnchanged row: RecordBuffer<Record>? = nil
  ) async throws -> UInt64 {
    try await write(.put, TableRequests.record(ofRow: record.bytes, if: row.map { RowHash($0.bytes.bytes) }))
  }

  /// Stores a new row; throws `flatwire.error.record_exists` if there is one with its primary key.
  ///
  /// - Returns: the number of the store's commit.
  @discardableResult
  public func insert(_ draft: Record.Draft) async throws -> UInt64 {
    try await write(.insert, TableRequests.record(ofRow: RecordBuffer<Record>(draft).bytes, if: nil))
  }

  /// Stores a row in place of the one with the same primary key; throws `flatwire.error.no_such_record` if there is none.
  ///
  /// - Parameter row: as for a put.
  /// - Returns: the number of the store's commit.
  @discardableResult
  public func update(
    _ draft: Record.Draft, ifUnchanged row: RecordBuffer<Record>? = nil
  ) async throws -> UInt64 {
    let record = try RecordBuffer<Record>(draft)
    return try await write(
      .update, TableRequests.record(ofRow: record.bytes, if: row.map { RowHash($0.bytes.bytes) }))
  }

  /// Deletes a row; throws `flatwire.error.no_such_record` if there is none.
  ///
  /// - Parameter row: what was read before, if it is to be deleted only as it is: as for a put.
  /// - Returns: the number of the store's commit.
  @discardableResult
  public func delete(_ key: Key, ifUnchanged row: RecordBuffer<Record>? = nil) async throws -> UInt64 {
    try await write(
      .delete,
      TableRequests.record(ofDeleting: [UInt8](stored: key), if: row.map { RowHash($0.bytes.bytes) }))
  }

  private func write(_ procedure: TableProcedure, _ request: SharedBytes) async throws -> UInt64 {
    let uri = procedure.uri(prefix)
    let result = try await session.call(uri, payload(request))
    return try TableResults.commit(in: result.payload, of: uri)
  }
}
