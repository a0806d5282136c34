internal import FlatBuffersRuntime
package import SharedBytes

/// The plain arguments that a typed procedure is called with, and those of its results; and the rules that its schema has
/// for requests of either form.
package final class ProcedureArguments: Sendable {
  private let uri: String
  private let schema: SchemaArguments
  // Looked up once at registering: most have no rules, and their calls are not held up.
  private let requests: RecordArguments
  private let part: String
  private let response: String

  /// - Parameter part: the full name of the type of parts of results; `nil` if they are responses.
  /// - Throws: as ``SchemaArguments/arguments(of:)``.
  init<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ uri: String, _ schema: SchemaArguments, _ request: Request.Type, part: String? = nil,
    _ response: Response.Type
  ) throws(WAMPError) {
    self.uri = uri
    self.schema = schema
    requests = try schema.arguments(of: Request.schemaName)
    self.part = part ?? Response.schemaName
    self.response = Response.schemaName
  }

  /// Whether the schema asks more of requests than their type.
  package var hasRules: Bool { requests.rules != nil }

  /// The request that arguments describe.
  ///
  /// - Throws: `wamp.error.invalid_argument` with the path to what is wrong.
  package func request(of payload: Payload) throws(WAMPError) -> SharedBytes {
    do throws(WAMPError) {
      return try requests.record(of: payload, .invalidArgument)
    } catch {
      throw error.about(uri)
    }
  }

  /// Holds a request against the rules of its schema.
  ///
  /// - Throws: `wamp.error.invalid_argument` with the path to what is wrong.
  package func check(_ request: SharedBytes) throws(WAMPError) {
    do throws(WAMPError) {
      try requests.check(request, isRequest: true, .invalidArgument)
    } catch {
      throw error.about(uri)
    }
  }

  /// A response in arguments.
  package func response(of record: SharedBytes) throws(WAMPError) -> Payload {
    try schema.arguments(of: response).payload(of: record)
  }

  /// A part of a result in arguments.
  package func part(of record: SharedBytes) throws(WAMPError) -> Payload {
    try schema.arguments(of: part).payload(of: record)
  }

  /// The record of an error in arguments.
  ///
  /// - Parameter name: the full name of its table.
  /// - Throws: as ``SchemaArguments/arguments(of:)``.
  func error(_ name: String, of record: SharedBytes) throws(WAMPError) -> Payload {
    try schema.arguments(of: name).payload(of: record)
  }
}
