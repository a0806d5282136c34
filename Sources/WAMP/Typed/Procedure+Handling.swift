package import FlatBuffersRuntime
internal import SharedBytes

extension Procedure where Request: ~Escapable, Response: ~Escapable {
  /// What its records are in plain arguments, for all calls of a registration.
  ///
  /// - Throws: as ``SchemaArguments/arguments(of:)``.
  package func arguments(in library: ArgumentLibrary) throws(WAMPError) -> ProcedureArguments? {
    guard let schema else { return nil }
    return try ProcedureArguments(uri, library.arguments(of: schema), Request.self, Response.self)
  }

  /// Turns a typed handler into one of payloads: see ``answer(_:_:_:)``.
  package func handler(
    _ library: ArgumentLibrary,
    _ body: @escaping @Sendable (RecordBuffer<Request>) async throws -> RecordBuffer<Response>?
  ) throws(WAMPError) -> @Sendable (Payload) async throws -> Payload {
    let arguments = try arguments(in: library)
    return { payload in try await answer(payload, arguments, body) }
  }

  /// Verifies the request, and answers in the form the procedure was asked in: with a record, or with plain arguments.
  ///
  /// - Throws: `wamp.error.invalid_argument` for a request that is not a `Request`,
  ///   `flatwire.error.no_such_record` where `body` returns `nil`, and what `body` throws.
  package func answer(
    _ payload: Payload, _ arguments: ProcedureArguments?,
    _ body: (RecordBuffer<Request>) async throws -> RecordBuffer<Response>?
  ) async throws -> Payload {
    let record = payload.record
    guard let bytes = try record?.bytes ?? arguments?.request(of: payload) else {
      throw WAMPError(.invalidArgument, "\(uri) takes one \(Request.schemaName) record")
    }
    let request: RecordBuffer<Request>
    do {
      request = try RecordBuffer(verifying: bytes)
    } catch {
      throw WAMPError(.invalidArgument, "\(uri): \(error)")
    }
    try arguments?.check(bytes)
    let response: RecordBuffer<Response>?
    do {
      response = try await body(request)
    } catch let error as any AnsweringError {
      throw error.answer(in: record?.form, arguments)
    }
    guard let response else { throw WAMPError.noSuchRecord(uri) }
    if let form = record?.form { return .record(response.bytes, form: form) }
    return try arguments?.response(of: response.bytes) ?? .none
  }
}

extension RecordBuffer where Record: ~Escapable {
  /// The record that a result, an error or an event carries.
  ///
  /// - Parameter arguments: what the record is in plain arguments; `nil` if these are not taken.
  /// - Throws: `wamp.error.invalid_payload` if the payload is anything else, naming `uri`; as
  ///   ``SchemaArguments/arguments(of:)``.
  package init(
    _ payload: Payload, of uri: String, _ arguments: @autoclosure () -> SchemaArguments? = nil
  ) throws(WAMPError) {
    let bytes: SharedBytes
    if let record = payload.record {
      bytes = record.bytes
    } else if let arguments = arguments() {
      bytes = try arguments.record(Record.schemaName, of: payload, for: uri)
    } else {
      throw WAMPError(.invalidPayload, "\(uri) did not send one \(Record.schemaName) record")
    }
    do {
      try self.init(verifying: bytes)
    } catch {
      throw WAMPError(.invalidPayload, "\(uri) sent a damaged \(Record.schemaName): \(error)")
    }
  }
}
