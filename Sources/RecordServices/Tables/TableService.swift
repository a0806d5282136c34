internal import RecordStore
internal import SharedBytes
internal import WAMP

/// Whether a caller may see a row, given as it is stored.
typealias RowFilter = @Sendable (_ caller: Caller, _ row: RawSpan) -> Bool

/// An exposed table: what answers the calls of its procedures.
struct TableService: Sendable {
  let table: ServedTable
  let store: Store
  /// What the URIs of its procedures begin with.
  let prefix: String
  /// What rows are in plain arguments; `nil` if the program does not have their schema.
  let plainRows: RecordArguments?
  private let filter: RowFilter?
  /// How far the publication of the table's changes is; gives `nil` where there is none any more.
  private let publication: (@Sendable () -> ChangeProgress?)?

  /// - Throws: `wamp.error.invalid_argument` for a table whose plain arguments would be taken for those of a procedure.
  init(
    _ table: ServedTable, of store: Store, as prefix: String, showing filter: RowFilter?,
    publishing publication: (@Sendable () -> ChangeProgress?)?
  ) throws(WAMPError) {
    self.table = table
    self.store = store
    self.prefix = prefix
    self.filter = filter
    self.publication = publication
    plainRows = table.schema.flatMap { RecordArguments($0, table.record) }
    if let name = plainRows?.keywordNames.first(where: { $0 == "hash" || $0 == "if_hash" }) {
      throw WAMPError(
        .invalidArgument,
        "\(prefix): the keyword argument '\(name)' of \(table.record) is one of the procedures, too")
    }
  }

  /// Whether callers see different rows.
  var isFiltered: Bool { filter != nil }

  func isShown(_ row: RawSpan, to caller: Caller) -> Bool { filter?(caller, row) ?? true }

  /// How far the table's changes are published; `nil` if they are not.
  var progress: ChangeProgress? { publication?() }

  /// - Throws: `wamp.error.feature_not_supported` if rows can't be said in plain arguments.
  func plainArguments() throws(WAMPError) -> RecordArguments {
    if let plainRows { return plainRows }
    throw WAMPError(.featureNotSupported, "the rows of \(prefix) are only given as records")
  }

  /// Answers a call, with errors that say which procedure they are of.
  func answering(_ procedure: TableProcedure, _ body: () throws -> Void) throws {
    do {
      try body()
    } catch {
      throw explained(error, procedure)
    }
  }

  /// Answers a call that may wait, with errors that say which procedure they are of.
  func answer(_ procedure: TableProcedure, _ payload: Payload, for caller: Caller) async throws -> Payload {
    do {
      switch procedure {
      case .get, .getMany, .list: preconditionFailure("\(procedure) is answered on the caller's event loop")
      case .count: return try await count(payload, for: caller)
      case .put, .insert, .update: return try await put(payload, as: procedure, for: caller)
      case .delete: return try await delete(payload, for: caller)
      }
    } catch {
      throw explained(error, procedure)
    }
  }

  /// An error as callers get it; what is not for callers stays as it is.
  private func explained(_ error: any Error, _ procedure: TableProcedure) -> any Error {
    let uri = procedure.uri(prefix)
    switch error {
    case let error as WAMPError where error.code == .invalidArgument: return error.about(uri)
    case let error as StoreError: return error.toldToCallers(of: uri) ?? error
    default: return error
    }
  }
}

extension StoreError {
  /// What callers of a procedure are told; `nil` if it is not for them.
  fileprivate func toldToCallers(of uri: String) -> WAMPError? {
    switch code {
    case .cursorToken, .key: WAMPError(.invalidArgument, "\(uri): \(message)")
    case .closed: WAMPError(.unavailable, "\(uri): the store was closed")
    case .readOnly: WAMPError(.readOnlyStore, "\(uri): the store was opened for reading only")
    case .replica: WAMPError(.readOnlyStore, "\(uri): the table is a replica: its source is written to")
    case .replicaIncomplete:
      WAMPError(.unavailable, "\(uri): the table is a replica that is not whole yet")
    // Not the message, which tells of the other row.
    case .uniqueViolation:
      WAMPError(.uniqueViolation, "\(uri): another row has the same key in the index \(index ?? "")")
    case .recordTooLarge: WAMPError(.payloadSizeExceeded, "\(uri): \(message)")
    default: nil
    }
  }
}
