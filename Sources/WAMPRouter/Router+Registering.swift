public import FlatBuffersRuntime
internal import NIOCore
public import WAMP

extension Router {
  /// Registers a procedure of this process that may wait.
  ///
  /// Each call runs in a task of its own. For answers that only read a store, register inline: no
  /// hop between receiving and sending, no task.
  ///
  /// - Parameters:
  ///   - realm: one of ``realms``; `nil` is the first.
  ///   - body: gets the verified request; what it returns is sent from where it lies. `nil`
  ///     answers the error `flatwire.error.no_such_record`; a thrown `WAMPError` is sent as it is. Every other
  ///     error is logged and answered `wamp.error.runtime_error` without its text, which may not be for callers.
  /// - Throws: ``WAMPError`` if the procedure is registered already or the router has no such realm.
  public func register<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, in realm: String? = nil,
    _ body: @escaping @Sendable (RecordBuffer<Request>) async throws -> RecordBuffer<Response>?
  ) async throws {
    let uri = procedure.uri
    let handler = observation.watching(uri, procedure.handler(library, body))
    let owner = try owner(of: realm)
    try await owner.eventLoop.submit { try owner.value.register(uri, handler) }.get()
  }

  /// Registers a procedure that is answered on the caller's own event loop.
  ///
  /// The lowest layer, which `register(_:reading:)` builds on.
  ///
  /// - Parameters:
  ///   - realm: one of ``realms``; `nil` is the first.
  ///   - makeResponder: called once on each event loop, with the values that all procedures answered there share; what
  ///     it returns stays on that loop.
  /// - Throws: ``WAMPError`` if the procedure is registered already or the router has no such realm.
  public func registerInline(
    _ uri: String, in realm: String? = nil,
    makeResponder: @escaping @Sendable (LoopLocalValues) -> InlineResponder
  ) async throws {
    let owner = try owner(of: realm)
    let observation = observation
    try await owner.eventLoop.flatSubmit {
      do {
        return try owner.value.registerOnCallersLoop(uri) { observation.watching(uri, makeResponder($0)) }
      } catch {
        return owner.eventLoop.makeFailedFuture(error)
      }
    }.get()
  }

  /// Registers a procedure of records that is answered on the caller's own event loop, and takes plain arguments, too.
  ///
  /// - Parameters:
  ///   - realm: one of ``realms``; `nil` is the first.
  ///   - makeBody: called once on each event loop, as what makes a responder; gets requests that are records. What it
  ///     returns stays on that loop.
  /// - Throws: ``WAMPError`` if the procedure is registered already or the router has no such realm.
  public func registerInline<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, in realm: String? = nil,
    makeBody: @escaping @Sendable (LoopLocalValues) -> InlineResponder.Body
  ) async throws {
    // Once for all loops: the first call with arguments loads the schema.
    let arguments = procedure.arguments(in: library)
    try await registerInline(procedure.uri, in: realm) { InlineResponder(taking: arguments, makeBody($0)) }
  }
}
