internal import FlatBuffersRuntime

/// One of the errors that a procedure's schema says it fails with.
public struct DeclaredError: Sendable {
  /// What names the error in WAMP.
  public let uri: String
  private let verified: @Sendable (Payload, String, SchemaArguments?) throws(WAMPError) -> any Error

  /// - Parameter record: the table of the error's payload.
  public init<Record: ErrorRecord & ~Escapable>(_ record: Record.Type) {
    uri = Record.errorURI
    verified = { payload, uri, arguments throws(WAMPError) in
      RecordError<Record>(try RecordBuffer(payload, of: uri, arguments))
    }
  }
}

extension [DeclaredError] {
  /// What is thrown for an error that a call failed with: a ``RecordError``, if it is one of these.
  ///
  /// - Parameters:
  ///   - procedure: what was called, for errors.
  ///   - arguments: the plain arguments of the procedure's schema; `nil` if these are not taken.
  /// - Returns: `wamp.error.invalid_payload` for an error of these whose payload is not the record that it has to be; any other
  ///   error as it is.
  package func thrown(
    for error: any Error, of procedure: String, _ arguments: @autoclosure () -> SchemaArguments?
  ) -> any Error {
    guard let error = error as? WAMPError, let declared = first(where: { $0.uri == error.code.rawValue })
    else { return error }
    let arguments = arguments()
    // Code without an embedded schema takes records only.
    guard error.payload.record != nil || arguments != nil else { return error }
    do {
      return try declared.verified(error, procedure, arguments)
    } catch {
      return error
    }
  }
}

extension DeclaredError {
  fileprivate func verified(
    _ error: WAMPError, _ procedure: String, _ arguments: SchemaArguments?
  ) throws(WAMPError) -> any Error {
    do throws(WAMPError) {
      return try verified(error.payload, "\(uri) of \(procedure)", arguments)
    } catch let fault {
      throw WAMPError(fault.code, fault.message, payload: error.payload, details: error.details)
    }
  }
}
