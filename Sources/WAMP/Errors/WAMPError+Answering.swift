extension WAMPError.Code {
  /// A typed procedure found no record to answer with.
  public static let noSuchRecord = Self("flatwire.error.no_such_record")
  /// An exposed table has a row with the key of one that was to be inserted.
  public static let recordExists = Self("flatwire.error.record_exists")
  /// A row of an exposed table was to be changed as it had been read, and was changed or deleted since.
  public static let recordChanged = Self("flatwire.error.record_changed")
  /// Another row of an exposed table has the same key in a unique index.
  public static let uniqueViolation = Self("flatwire.error.unique_violation")
  /// The store of an exposed table was opened for reading only.
  public static let readOnlyStore = Self("flatwire.error.read_only_store")
  /// The log of changes does not reach back as far as was asked for, or what was asked by is not of the store's history.
  public static let changesUnavailable = Self("flatwire.error.changes_unavailable")
}

extension WAMPError {
  /// The answer of a typed procedure that found no record.
  public static func noSuchRecord(_ uri: String) -> WAMPError {
    WAMPError(.noSuchRecord, "\(uri) found no record")
  }

  /// Whether what an error of a handler says is for callers. Others go to the log.
  package static func isForCallers(_ error: any Error) -> Bool {
    error is WAMPError || error is any AnsweringError
  }

  /// An error of a handler as callers see it: a `WAMPError` as it is, a ``RecordError`` with its record as one binary
  /// argument, any other as `wamp.error.runtime_error`.
  ///
  /// The text of other errors is not for callers: it may tell of files, queries and secrets. It belongs in
  /// the log.
  public init(answering error: any Error) {
    switch error {
    case let error as WAMPError: self = error
    case let error as any AnsweringError: self = error.answer(in: .binaryArgument, nil)
    case is CancellationError: self.init(.canceled, "the call was cancelled")
    default: self.init(.runtimeError, "the procedure failed; its own log tells why")
    }
  }
}
