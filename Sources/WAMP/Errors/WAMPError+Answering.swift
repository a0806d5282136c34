extension WAMPError.Code {
  /// A typed procedure found no record to answer with.
  public static let noSuchRecord = Self("flatwire.error.no_such_record")
}

extension WAMPError {
  /// The answer of a typed procedure that found no record.
  public static func noSuchRecord(_ uri: String) -> WAMPError {
    WAMPError(.noSuchRecord, "\(uri) found no record")
  }

  /// An error of a handler as callers see it: a `WAMPError` as it is, any other as
  /// `wamp.error.runtime_error` with its description.
  public init(answering error: any Error) {
    self = error as? WAMPError ?? WAMPError(.runtimeError, "\(error)")
  }
}
