internal import FlatBuffersRuntime
package import SharedBytes

/// The plain arguments that a typed procedure is called with, and those of its results.
package final class ProcedureArguments: Sendable {
  private let uri: String
  private let schema: SchemaArguments
  private let request: String
  private let response: String

  init<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ uri: String, _ schema: SchemaArguments, _ request: Request.Type, _ response: Response.Type
  ) {
    self.uri = uri
    self.schema = schema
    self.request = Request.schemaName
    self.response = Response.schemaName
  }

  /// The request that arguments describe.
  ///
  /// - Throws: `wamp.error.invalid_argument` with the path to what is wrong.
  package func request(of payload: Payload) throws(WAMPError) -> SharedBytes {
    try schema.record(request, of: payload, for: uri, .invalidArgument)
  }

  /// A response in arguments.
  package func response(of record: SharedBytes) throws(WAMPError) -> Payload {
    try schema.arguments(of: response).payload(of: record)
  }
}
