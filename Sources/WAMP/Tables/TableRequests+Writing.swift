internal import FlatBuffersRuntime
package import SharedBytes

extension TableRequests {
  /// A row to be stored.
  ///
  /// - Parameter hash: of the row that is to be replaced.
  package static func record(ofRow row: SharedBytes, if hash: RowHash?) throws -> SharedBytes {
    try RecordBuffer<PutRequest>(PutRequest.Draft(record: [UInt8](row), ifHash: hash?.value)).bytes
  }

  /// The key of a row to be deleted.
  ///
  /// - Parameter hash: of that row.
  package static func record(ofDeleting key: [UInt8], if hash: RowHash?) throws -> SharedBytes {
    try RecordBuffer<DeleteRequest>(DeleteRequest.Draft(key: key, ifHash: hash?.value)).bytes
  }

  /// The row to be stored, copied to where records may lie, and not verified yet.
  ///
  /// - Throws: `wamp.error.invalid_argument`.
  package static func row(in request: RawSpan) throws(WAMPError) -> (row: SharedBytes, hash: RowHash?) {
    let request = try verified(request, as: PutRequest.self)
    return (SharedBytes(copying: request.record.bytes), request.ifHash.map { RowHash(value: $0) })
  }

  /// The key of the row to be deleted.
  ///
  /// - Throws: `wamp.error.invalid_argument`.
  package static func deletion(in request: RawSpan) throws(WAMPError) -> (key: [UInt8], hash: RowHash?) {
    let record = try verified(request, as: DeleteRequest.self)
    let request = record.draft
    return (request.key, request.ifHash.map { RowHash(value: $0) })
  }
}
