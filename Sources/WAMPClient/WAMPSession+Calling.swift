public import FlatBuffersRuntime
internal import NIOCore
internal import SharedBytes
public import WAMP

extension WAMPSession {
  /// Calls a typed procedure.
  ///
  /// The result is verified and read inside the frame it came in. Cancelling the task cancels the call.
  ///
  /// - Throws: ``WAMPError``: what the procedure answered, `wamp.error.no_such_procedure` if nobody
  ///   registered it, `wamp.error.invalid_payload` if the result is not a `Response`.
  public func call<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, _ request: Request.Draft
  ) async throws -> RecordBuffer<Response> {
    try await call(procedure, RecordBuffer<Request>(request))
  }

  /// Calls a typed procedure with a record as it is.
  public func call<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, _ request: RecordBuffer<Request>
  ) async throws -> RecordBuffer<Response> {
    let form = RecordForm(for: routerRoles, as: .dealer)
    let result = try await call(procedure.uri, .record(request.bytes, form: form))
    return try RecordBuffer(result, of: procedure.uri)
  }

  /// Calls any procedure.
  ///
  /// - Returns: the payload of the result; see `Payload.arguments()`.
  public func call(_ procedure: String, _ payload: Payload = .none) async throws -> Payload {
    let request = NIOLoopBoundBox<RequestID?>.makeEmptyBox(
      valueType: RequestID.self, eventLoop: connection.eventLoop)
    let answer = try await withTaskCancellationHandler {
      try await self.request { connection, token in
        let call = try connection.session.call(procedure, payload, token: token)
        request.value = call.request
        connection.send(.call(call))
      }
    } onCancel: {
      let connection = self.connection
      connection.eventLoop.execute {
        guard let id = request.value, let cancel = connection.value.session.cancel(id) else { return }
        connection.value.send(.cancel(cancel))
      }
    }
    guard case .result(let result) = answer else { return .none }
    return result.payload
  }
}
