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
  ///     answers the error `flatwire.error.no_such_record`; a thrown `WAMPError` is sent as it is, and a ``RecordError``
  ///     in the form that the caller used. Every other error is logged and answered `wamp.error.runtime_error` without its
  ///     text, which may not be for callers.
  /// - Throws: ``WAMPError`` if the procedure is registered already or the router has no such realm.
  public func register<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, in realm: String? = nil,
    _ body: @escaping @Sendable (RecordBuffer<Request>) async throws -> RecordBuffer<Response>?
  ) async throws {
    let uri = procedure.uri
    let answer = try procedure.handler(library, body)
    let interface = try interface(of: procedure)
    try await register(uri, as: interface, in: realm) { payload, _ in try await answer(payload) }
  }

  /// Registers a procedure of this process that may wait, and answers in parts.
  ///
  /// - Parameters:
  ///   - realm: one of ``realms``; `nil` is the first.
  ///   - body: as that of a procedure that answers as a whole; parts reach callers that ask for them.
  /// - Throws: as for such a procedure.
  public func register<
    Request: FlatTable & ~Escapable, Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable
  >(
    _ procedure: ProgressiveProcedure<Request, Part, Response>, in realm: String? = nil,
    _ body:
      @escaping @Sendable (RecordBuffer<Request>, PartSender<Part>) async throws -> RecordBuffer<Response>?
  ) async throws {
    let owner = try owner(of: realm)
    let arguments = try procedure.arguments(in: library)
    let interface = try interface(of: procedure.whole)
    let handler = observation.watching(procedure.uri) { invocation in
      let id = invocation.id
      let sending: @Sendable (Payload) async throws -> Void = { payload in
        try Task.checkCancellation()
        try await owner.eventLoop.submit { try owner.value.sendPart(payload, of: id) }.get()
      }
      return try await procedure.answer(
        invocation.payload, arguments, sending: invocation.receiveProgress ? sending : nil, body)
    }
    try await owner.eventLoop.submit {
      try owner.value.register(procedure.uri, as: interface, handler)
    }.get()
  }

  /// Registers a procedure of this process that may wait, and takes and gives payloads as they are.
  ///
  /// - Parameter interface: what it takes and answers, if that is known.
  /// - Throws: as for a typed one.
  package func register(
    _ uri: String, as interface: RegisteredInterface? = nil, in realm: String?,
    _ body: @escaping @Sendable (Payload, Caller) async throws -> Payload
  ) async throws {
    let handler = observation.watching(uri) { try await body($0.payload, $0.caller) }
    let owner = try owner(of: realm)
    try await owner.eventLoop.submit { try owner.value.register(uri, as: interface, handler) }.get()
  }

  /// Ends the registration of a procedure that may wait. Calls of it that are running are still answered.
  package func unregister(_ uri: String, in realm: String?) async throws {
    let owner = try owner(of: realm)
    try await owner.eventLoop.submit { owner.value.unregister(uri) }.get()
  }

  /// Ends the registration of a procedure that is answered on the caller's own event loop.
  ///
  /// Returns once it is not answered any more.
  package func unregisterInline(_ uri: String, in realm: String?) async throws {
    let owner = try owner(of: realm)
    try await owner.eventLoop.flatSubmit { owner.value.unregisterOnCallersLoop(uri) }.get()
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
    try await registerInline(uri, as: nil, in: realm, makeResponder: makeResponder)
  }

  /// Registers a procedure that is answered on the caller's own event loop.
  ///
  /// - Parameter interface: what it takes and answers, if that is known.
  /// - Throws: as ``registerInline(_:in:makeResponder:)``.
  package func registerInline(
    _ uri: String, as interface: RegisteredInterface?, in realm: String?,
    makeResponder: @escaping @Sendable (LoopLocalValues) -> InlineResponder
  ) async throws {
    let owner = try owner(of: realm)
    let observation = observation
    try await owner.eventLoop.flatSubmit {
      do {
        return try owner.value.registerOnCallersLoop(uri, as: interface) {
          observation.watching(uri, makeResponder($0))
        }
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
    // Once for all loops.
    let arguments = try procedure.arguments(in: library)
    let interface = try interface(of: procedure)
    try await registerInline(procedure.uri, as: interface, in: realm) { values in
      InlineResponder(taking: arguments, makeBody(values))
    }
  }

  /// Registers a procedure of records that is answered in parts on the caller's own event loop, as one that is answered as a
  /// whole.
  public func registerInline<
    Request: FlatTable & ~Escapable, Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable
  >(
    _ procedure: ProgressiveProcedure<Request, Part, Response>, in realm: String? = nil,
    makeBody: @escaping @Sendable (LoopLocalValues) -> InlineResponder.Body
  ) async throws {
    // Once for all loops.
    let arguments = try procedure.arguments(in: library)
    let interface = try interface(of: procedure.whole)
    try await registerInline(procedure.uri, as: interface, in: realm) { values in
      InlineResponder(taking: arguments, makeBody(values))
    }
  }
}
