public import FlatBuffersRuntime
public import WAMP

extension WAMPSession {
  /// Calls a typed procedure that answers in parts.
  ///
  ///     for try await answer in try await session.results(of: .filesCopy, .init(from: "a", to: "b")) {
  ///       switch answer {
  ///       case .part(let progress): print("\(progress.record.percent) %")
  ///       case .result(let copied): print("\(copied.record.bytes) bytes")
  ///       }
  ///     }
  ///
  /// The call is made when this returns; what it fails with, its results throw.
  public func results<
    Request: FlatTable & ~Escapable, Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable
  >(
    of procedure: ProgressiveProcedure<Request, Part, Response>, _ request: Request.Draft,
    options: CallOptions = CallOptions()
  ) async throws -> ProgressiveResults<Part, Response> {
    try await results(of: procedure, RecordBuffer<Request>(request), options: options)
  }

  /// Calls a typed procedure that answers in parts with a record as it is.
  public func results<
    Request: FlatTable & ~Escapable, Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable
  >(
    of procedure: ProgressiveProcedure<Request, Part, Response>, _ request: RecordBuffer<Request>,
    options: CallOptions = CallOptions()
  ) async throws -> ProgressiveResults<Part, Response> {
    let payload = try payload(of: request, to: procedure.uri, procedure.schema, options)
    let results = try await results(of: procedure.uri, payload, options: options)
    return ProgressiveResults(
      results: results, uri: procedure.uri, errors: procedure.errors,
      arguments: arguments(of: procedure.schema))
  }

  /// Calls a typed procedure that answers in parts, and gets the last one alone.
  ///
  /// - Throws: as the call of a procedure that answers as a whole.
  public func call<
    Request: FlatTable & ~Escapable, Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable
  >(
    _ procedure: ProgressiveProcedure<Request, Part, Response>, _ request: Request.Draft,
    options: CallOptions = CallOptions()
  ) async throws -> RecordBuffer<Response> {
    try await call(procedure.whole, request, options: options)
  }
}
