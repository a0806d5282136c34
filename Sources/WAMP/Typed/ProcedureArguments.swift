internal import FlatBuffersRuntime
package import SharedBytes

/// The plain arguments that a typed procedure is called with, and those of its results; and the rules that its schema has
/// for requests of either form.
package final class ProcedureArguments: Sendable {
  private let uri: String
  private let schema: SchemaArguments
  private let request: String
  private let response: String
  /// Whether the schema asks more of requests than their type.
  package let hasRules: Bool

  init<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ uri: String, _ schema: SchemaArguments, _ request: Request.Type, _ response: Response.Type
  ) throws(WAMPError) {
    self.uri = uri
    self.schema = schema
    self.request = Request.schemaName
    self.response = Response.schemaName
    // Once at registering: most have none, and their calls are not held up.
    hasRules = try schema.arguments(of: self.request).rules != nil
  }

  /// The request that arguments describe.
  ///
  /// - Throws: `wamp.error.invalid_argument` with the path to what is wrong.
  package func request(of payload: Payload) throws(WAMPError) -> SharedBytes {
    try schema.record(request, of: payload, for: uri, .invalidArgument)
  }

  /// Holds a request against the rules of its schema.
  ///
  /// - Throws: `wamp.error.invalid_argument` with the path to what is wrong.
  package func check(_ request: SharedBytes) throws(WAMPError) {
    guard hasRules else { return }
    try schema.check(request, as: self.request, isRequest: true, for: uri, .invalidArgument)
  }

  /// A response in arguments.
  package func response(of record: SharedBytes) throws(WAMPError) -> Payload {
    try schema.arguments(of: response).payload(of: record)
  }
}
