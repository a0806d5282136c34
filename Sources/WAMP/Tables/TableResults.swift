internal import FlatBuffersRuntime
package import SharedBytes

/// The records that procedures of exposed tables answer besides the table's own: made by the router, read by the client.
package enum TableResults {
  /// - Parameter rows: the rows of the page, if its caller does not take them as progressive results.
  package static func record(of end: TablePageEnd, rows: [[UInt8]]? = nil) throws -> SharedBytes {
    try RecordBuffer<PageResult>(
      PageResult.Draft(
        count: UInt32(clamping: end.count), after: end.after,
        missing: end.missing.isEmpty ? nil : end.missing.map { UInt32(clamping: $0) },
        keys: UInt32(clamping: end.keys), rows: rows.map { $0.map { PageRow.Draft(record: $0) } },
        commit: end.commit,
        changes: end.changes.map {
          PublicationProgress.Draft(publication: $0.publication, seen: $0.seen, changed: $0.changed)
        })
    ).bytes
  }

  package static func record(ofCount count: Int) throws -> SharedBytes {
    try RecordBuffer<CountResult>(CountResult.Draft(count: UInt64(count))).bytes
  }

  package static func record(ofCommit number: UInt64) throws -> SharedBytes {
    try RecordBuffer<WriteResult>(WriteResult.Draft(commit: number)).bytes
  }

  /// The number of a commit that `uri` sent.
  ///
  /// - Throws: `wamp.error.invalid_payload`.
  package static func commit(in payload: Payload, of uri: String) throws(WAMPError) -> UInt64 {
    let result = try RecordBuffer<WriteResult>(payload, of: uri)
    return result.record.commit
  }

  /// The end of a page that `uri` sent.
  ///
  /// - Throws: `wamp.error.invalid_payload`.
  package static func pageEnd(in payload: Payload, of uri: String) throws(WAMPError) -> TablePageEnd {
    let result = try RecordBuffer<PageResult>(payload, of: uri)
    let page = result.record.draft
    return TablePageEnd(
      count: Int(page.count), after: page.after, missing: (page.missing ?? []).map { Int($0) },
      keys: Int(page.keys), commit: page.commit,
      changes: page.changes.map {
        ChangeProgress(publication: $0.publication, seen: $0.seen, changed: $0.changed)
      })
  }

  /// The number of rows that `uri` sent.
  ///
  /// - Throws: `wamp.error.invalid_payload`.
  package static func count(in payload: Payload, of uri: String) throws(WAMPError) -> Int {
    let result = try RecordBuffer<CountResult>(payload, of: uri)
    return Int(clamping: result.record.count)
  }
}
