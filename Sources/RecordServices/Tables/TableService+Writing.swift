internal import FlatBuffersReflection
internal import RecordStore
internal import SharedBytes
internal import WAMP

// What changes rows. It waits for a commit, so it is asked for in a task.
extension TableService {
  /// Answers `put`, `insert` and `update`.
  func put(_ payload: Payload, as procedure: TableProcedure, for caller: Caller) async throws -> Payload {
    let (row, hash, judged) = try checkedRow(in: payload)
    guard procedure != .insert || hash == nil else {
      throw WAMPError(.invalidArgument, "found 'if_hash', but there is no row to be replaced")
    }
    guard isShown(row.bytes, to: caller) else { throw notAuthorized(procedure, "the new row") }
    let commit = try await store.write { txn in
      try txn.put(verified: row, in: table) { stored in
        try judge(judged, over: stored, as: procedure, hash, for: caller)
      }
      return txn.commitNumber
    }
    return try answer(commit, to: payload)
  }

  /// - Throws: ``WAMPError`` if the row that is stored is not to be replaced.
  private func judge(
    _ row: DynamicTable?, over stored: RawSpan?, as procedure: TableProcedure, _ hash: RowHash?,
    for caller: Caller
  ) throws(WAMPError) {
    let isHidden = if let stored { !isShown(stored, to: caller) } else { false }
    switch procedure {
    case .insert where stored != nil:
      throw WAMPError(.recordExists, "\(procedure.uri(prefix)): there is a row with this key")
    case .update where stored == nil || isHidden: throw WAMPError.noSuchRecord(procedure.uri(prefix))
    default: if isHidden { throw notAuthorized(procedure, "the row that is stored") }
    }
    try check(hash, stored, procedure)
    if let row { try plainRows?.checkReadOnly(row, replacing: stored) }
  }

  /// Answers `delete`.
  func delete(_ payload: Payload, for caller: Caller) async throws -> Payload {
    let (key, hash) = try deletion(in: payload)
    let commit = try await store.write { txn in
      try txn.delete(key, from: table) { stored in
        guard let stored, isShown(stored, to: caller) else {
          throw WAMPError.noSuchRecord(TableProcedure.delete.uri(prefix))
        }
        try check(hash, stored, .delete)
      }
      return txn.commitNumber
    }
    return try answer(commit, to: payload)
  }

  private func check(
    _ hash: RowHash?, _ stored: RawSpan?, _ procedure: TableProcedure
  ) throws(WAMPError) {
    guard let hash else { return }
    if let stored, RowHash(stored) == hash { return }
    throw WAMPError(
      .recordChanged, "\(procedure.uri(prefix)): what is stored is not the row with the hash \(hash)")
  }

  /// The row to be stored, verified, with the values that the schema asks for.
  ///
  /// What is read-only may be in it, as it is in the row that is stored: who changes a row that was read gives it back.
  ///
  /// - Returns: also the row to be judged over the one that is stored, if the schema asks more of it than its type.
  private func checkedRow(
    in payload: Payload
  ) throws -> (row: SharedBytes, hash: RowHash?, judged: DynamicTable?) {
    let given = try row(in: payload)
    // Also one of plain arguments, which may nest deeper than records do.
    do throws(StoreError) {
      try table.verify(given.row)
    } catch {
      throw WAMPError(.invalidArgument, error.message)
    }
    let judged = try plainRows?.check(given.row, isRequest: false, .invalidArgument)
    return (given.row, given.hash, judged)
  }

  private func row(in payload: Payload) throws -> (row: SharedBytes, hash: RowHash?) {
    if let record = payload.record { return try TableRequests.row(in: record.bytes.bytes) }
    let plain = try plainArguments()
    var arguments = try PlainArguments(payload)
    let hash = try arguments.takeHash()
    return (try plain.record(of: arguments.list, arguments.keywords), hash)
  }

  private func deletion(in payload: Payload) throws -> (key: [UInt8], hash: RowHash?) {
    let deletion: (key: [UInt8], hash: RowHash?)
    if let record = payload.record {
      deletion = try TableRequests.deletion(in: record.bytes.bytes)
    } else {
      var arguments = try PlainArguments(payload)
      deletion = (try arguments.takePrimaryKey(of: table), try arguments.takeHash())
      try arguments.end()
    }
    try table.checkKey(deletion.key)
    return deletion
  }

  private func answer(_ commit: UInt64, to payload: Payload) throws -> Payload {
    guard let record = payload.record else { return Payload(arguments: [Value(commit)]) }
    return .record(try TableResults.record(ofCommit: commit), form: record.form)
  }

  private func notAuthorized(_ procedure: TableProcedure, _ what: String) -> WAMPError {
    WAMPError(.notAuthorized, "\(procedure.uri(prefix)): \(what) is none that the caller may see")
  }
}
