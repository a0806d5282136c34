public import FlatBuffersRuntime
internal import NIOCore
public import WAMP

/// A procedure that a session offers.
public struct Registration: Sendable {
  /// The router's identifier of it.
  public let id: RegistrationID
  let session: WAMPSession

  /// Stops offering the procedure.
  public func cancel() async throws {
    _ = try await session.request { [id] connection, token in
      guard let message = try connection.session.unregister(id, token: token) else {
        return token.succeed(.done)
      }
      connection.handlers[id] = nil
      connection.send(.unregister(message))
    }
  }
}

extension WAMPSession {
  /// Offers a typed procedure.
  ///
  ///     try await session.register(.usersGet) { request in try store.pin(.users, request.record.id) }
  ///
  /// - Parameter body: gets the verified request, runs in a task of its own for each call, and may
  ///   return a record pinned in a store. `nil` answers the error `flatwire.error.no_such_record`; a
  ///   thrown `WAMPError` is sent as it is, other errors as `wamp.error.runtime_error`. The task is
  ///   cancelled when the caller cancels.
  /// - Throws: ``WAMPError``, such as `wamp.error.procedure_already_exists`.
  @discardableResult
  public func register<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>,
    _ body: @escaping @Sendable (RecordBuffer<Request>) async throws -> RecordBuffer<Response>?
  ) async throws -> Registration {
    try await register(procedure.uri, procedure.handler(body))
  }

  /// Offers any procedure.
  @discardableResult
  public func register(
    _ uri: String, _ body: @escaping @Sendable (Payload) async throws -> Payload
  ) async throws -> Registration {
    let answer = try await request { connection, token in
      let message = try connection.session.register(uri, token: token)
      // The handler must be in place before the first INVOCATION, which may follow at once.
      token.futureResult.assumeIsolated().whenSuccess { answer in
        if case .registered(let id) = answer { connection.handlers[id] = body }
      }
      connection.send(.register(message))
    }
    guard case .registered(let id) = answer else {
      throw WAMPError(.protocolViolation, "REGISTER was not answered with REGISTERED")
    }
    return Registration(id: id, session: self)
  }
}
