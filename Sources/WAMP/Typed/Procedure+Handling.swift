package import FlatBuffersRuntime
internal import SharedBytes

extension Procedure where Request: ~Escapable, Response: ~Escapable {
  /// Turns a typed handler into one of payloads: verifies the request, and answers in the form the
  /// procedure was asked in.
  ///
  /// - Throws (the handler): `wamp.error.invalid_argument` for a request that is not a `Request`,
  ///   `flatwire.error.no_such_record` where `body` returns `nil`.
  package func handler(
    _ body: @escaping @Sendable (RecordBuffer<Request>) async throws -> RecordBuffer<Response>?
  ) -> @Sendable (Payload) async throws -> Payload {
    let uri = uri
    return { payload in
      guard let (bytes, form) = payload.record else {
        throw WAMPError(.invalidArgument, "\(uri) takes one \(Request.schemaName) record")
      }
      let request: RecordBuffer<Request>
      do {
        request = try RecordBuffer(verifying: bytes)
      } catch {
        throw WAMPError(.invalidArgument, "\(uri): \(error)")
      }
      guard let response = try await body(request) else { throw WAMPError.noSuchRecord(uri) }
      return .record(response.bytes, form: form)
    }
  }
}

extension RecordBuffer where Record: ~Escapable {
  /// The record that a result or an event carries.
  ///
  /// - Throws: `wamp.error.invalid_payload` if the payload is anything else, naming `uri`.
  package init(_ payload: Payload, of uri: String) throws(WAMPError) {
    guard let record = payload.record else {
      throw WAMPError(.invalidPayload, "\(uri) did not send one \(Record.schemaName) record")
    }
    do {
      try self.init(verifying: record.bytes)
    } catch {
      throw WAMPError(.invalidPayload, "\(uri) sent a damaged \(Record.schemaName): \(error)")
    }
  }
}
