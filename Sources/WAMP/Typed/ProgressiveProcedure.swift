public import FlatBuffersRuntime

/// A procedure whose result comes in parts, which are records as the result itself is.
///
/// The schema compiler emits one for each procedure with the attribute `progressive`, as a static member, so that a call reads
/// `session.results(of: .filesCopy, …)`. Parts go only to callers that ask for them; others get the result alone.
public struct ProgressiveProcedure<
  Request: FlatTable & ~Escapable, Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable
>: Sendable {
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

extension ProgressiveProcedure where Request: ~Escapable, Part: ~Escapable, Response: ~Escapable {
  /// The procedure as those see it that know nothing of parts.
  package var whole: Procedure<Request, Response> { Procedure(uri, schema: schema, errors: errors) }

  /// What its records are in plain arguments, for all calls of a registration.
  ///
  /// - Throws: as ``SchemaArguments/arguments(of:)``.
  package func arguments(in library: ArgumentLibrary) throws(WAMPError) -> ProcedureArguments? {
    guard let schema else { return nil }
    return try ProcedureArguments(
      uri, library.arguments(of: schema), Request.self, part: Part.schemaName, Response.self)
  }

  /// Verifies the request, and answers in the form the procedure was asked in, in parts, too.
  ///
  /// - Parameter sending: takes the parts; `nil` if the caller wants none.
  /// - Throws: as a procedure that answers as a whole.
  package func answer(
    _ payload: Payload, _ arguments: ProcedureArguments?,
    sending: (@Sendable (Payload) async throws -> Void)?,
    _ body: (RecordBuffer<Request>, PartSender<Part>) async throws -> RecordBuffer<Response>?
  ) async throws -> Payload {
    let parts = PartSender<Part>(payload.record?.form, arguments, sending)
    return try await whole.answer(payload, arguments) { try await body($0, parts) }
  }
}

/// What a progressive procedure answers a call with: parts, and at last the result.
public enum ProgressiveResult<Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>: Sendable {
  /// A part of the result; more follows.
  case part(RecordBuffer<Part>)
  /// The result. Nothing follows.
  case result(RecordBuffer<Response>)
}
