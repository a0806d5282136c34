public import FlatBuffersRuntime
internal import NIOCore
public import WAMP

extension WAMPSession {
  /// Offers a typed procedure.
  ///
  ///     try await session.register(.usersGet) { request in try store.pin(.users, request.record.id) }
  ///
  /// - Parameter body: gets the verified request, runs in a task of its own for each call, and may
  ///   return a record pinned in a store. `nil` answers the error `flatwire.error.no_such_record`; a
  ///   thrown `WAMPError` is sent as it is, and a ``RecordError`` in the form that the caller used. Other errors go
  ///   to the session's log, and callers see `wamp.error.runtime_error` without their text. The task is cancelled when the caller cancels.
  /// - Throws: ``WAMPError``, such as `wamp.error.procedure_already_exists`.
  @discardableResult
  public func register<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, options: RegisterOptions = RegisterOptions(),
    _ body: @escaping @Sendable (RecordBuffer<Request>) async throws -> RecordBuffer<Response>?
  ) async throws -> Registration {
    try await register(procedure, options: options) { request, _ in try await body(request) }
  }

  /// Offers a typed procedure, whose handler is told by whom and how it was called.
  ///
  ///     try await session.register(.usersGet) { request, call in
  ///       logger.info("\(request.record.id) for \(call.callerAuthID ?? "somebody")")
  ///       return try store.pin(.users, request.record.id)
  ///     }
  @discardableResult
  public func register<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, options: RegisterOptions = RegisterOptions(),
    _ body: @escaping @Sendable (RecordBuffer<Request>, Invocation) async throws -> RecordBuffer<Response>?
  ) async throws -> Registration {
    let arguments = try procedure.arguments(in: library)
    return try await register(procedure.uri, options: options) { call in
      try await procedure.answer(call.payload, arguments) { try await body($0, call) }
    }
  }

  /// Offers a typed procedure that answers in parts.
  ///
  ///     try await session.register(.filesCopy) { request, parts in
  ///       for percent in stride(from: 10, to: 100, by: 10) { try await parts.send(.init(percent: UInt32(percent))) }
  ///       return try RecordBuffer<Copied>(.init(bytes: 4096))
  ///     }
  ///
  /// - Parameter body: as that of a procedure that answers as a whole; parts reach callers that ask for them.
  @discardableResult
  public func register<
    Request: FlatTable & ~Escapable, Part: FlatTable & ~Escapable, Response: FlatTable & ~Escapable
  >(
    _ procedure: ProgressiveProcedure<Request, Part, Response>, options: RegisterOptions = RegisterOptions(),
    _ body:
      @escaping @Sendable (RecordBuffer<Request>, PartSender<Part>) async throws -> RecordBuffer<Response>?
  ) async throws -> Registration {
    let arguments = try procedure.arguments(in: library)
    return try await register(procedure.uri, options: options) { call in
      guard let progress = call.progress else {
        return try await procedure.answer(call.payload, arguments, sending: nil, body)
      }
      let sending: @Sendable (Payload) async throws -> Void = { payload in
        try Task.checkCancellation()
        try await progress.send(payload)
      }
      return try await procedure.answer(call.payload, arguments, sending: sending, body)
    }
  }

  /// Offers any procedure, or with `options` a pattern of procedures.
  ///
  ///     try await session.register("com.example.add") { call in
  ///       let numbers = try call.payload.arguments().list.compactMap(\.intValue)
  ///       return Payload(arguments: [.int(numbers.reduce(0, +))])
  ///     }
  ///
  /// - Parameter body: gets the call with all that the router tells of it, and runs as that of a typed
  ///   procedure.
  @discardableResult
  public func register(
    _ uri: String, options: RegisterOptions = RegisterOptions(),
    _ body: @escaping @Sendable (Invocation) async throws -> Payload
  ) async throws -> Registration {
    let order = StandingOrders.Order.register(procedure: uri, options)
    let body = observation?.watching(uri, body) ?? body
    let answer = try await request { connection, promise in
      let message = try connection.session.register(
        uri, options: options, token: .registration(order, body, promise))
      try connection.send(.register(message), of: message.request, "the registration of \(uri)")
      return message.request
    }
    guard case .registered(let order, let id) = answer else {
      throw WAMPError(.protocolViolation, "REGISTER was not answered with REGISTERED")
    }
    return Registration(id: id, procedure: uri, order: order, owner: owner)
  }
}
