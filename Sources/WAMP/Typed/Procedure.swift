public import FlatBuffersRuntime

/// A procedure whose argument and result are records.
///
/// The schema compiler emits one for each method of an `rpc_service` with `(type: "procedure")`, as
/// a static member, so that a call reads `session.call(.usersGet, …)`.
///
/// Peers that know nothing of records call it with plain arguments, the fields of `Request` in their order, and get the
/// fields of `Response`; fields with the attribute `kwarg` are keyword arguments.
public struct Procedure<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>: Sendable {
  /// The URI that the procedure is registered under.
  public var uri: String
  /// The schema that says what the records are in plain arguments; without it, they are not taken.
  public var schema: EmbeddedSchema?
  /// The errors that its callers get as a ``RecordError``; others are a ``WAMPError``.
  public var errors: [DeclaredError]

  public init(_ uri: String, schema: EmbeddedSchema? = nil, errors: [DeclaredError] = []) {
    self.uri = uri
    self.schema = schema
    self.errors = errors
  }
}
