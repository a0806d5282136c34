public import FlatBuffersRuntime
internal import NIOCore
public import WAMP

extension Router {
  /// Registers a procedure of this process that may wait.
  ///
  /// Each call runs in a task of its own. For answers that only read a store, register inline: no
  /// hop between receiving and sending, no task.
  ///
  /// - Parameter body: gets the verified request; what it returns is sent from where it lies. `nil`
  ///   answers the error `flatwire.error.no_such_record`; a thrown `WAMPError` is sent as it is,
  ///   every other error as `wamp.error.runtime_error` with its description.
  /// - Throws: ``WAMPError`` if the procedure is registered already.
  public func register<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>,
    _ body: @escaping @Sendable (RecordBuffer<Request>) async throws -> RecordBuffer<Response>?
  ) async throws {
    let uri = procedure.uri
    let handler = procedure.handler(body)
    try await core.eventLoop.submit { [core] in try core.value.register(uri, handler) }.get()
  }

  /// Registers a procedure that is answered on the caller's own event loop.
  ///
  /// The lowest layer, which `register(_:reading:)` builds on.
  ///
  /// - Parameter makeResponder: called once on each event loop, with the values that all procedures answered there
  ///   share; what it returns stays on that loop.
  /// - Throws: ``WAMPError`` if the procedure is registered already.
  public func registerInline(
    _ uri: String, makeResponder: @escaping @Sendable (LoopLocalValues) -> InlineResponder
  ) async throws {
    try await core.eventLoop.submit { [core] in try core.value.reserveInline(uri) }.get()
    for loop in loops {
      try await loop.eventLoop.submit {
        loop.value.procedures.insert(uri, makeResponder(loop.value.values))
      }.get()
    }
  }
}
