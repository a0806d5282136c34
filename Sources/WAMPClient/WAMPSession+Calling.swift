public import FlatBuffersRuntime
internal import NIOCore
internal import SharedBytes
public import WAMP

extension WAMPSession {
  /// Calls a typed procedure.
  ///
  ///     let user = try await session.call(.usersGet, .init(id: 7), options: .init(timeout: .seconds(5)))
  ///
  /// The result is verified and read inside the frame it came in. Cancelling the task cancels the call, and
  /// ends it here at once.
  ///
  /// - Throws: ``RecordError`` for an error that the procedure declares; ``WAMPError``: what else the procedure
  ///   answered, `wamp.error.no_such_procedure` if nobody
  ///   registered it, `wamp.error.timeout` if it takes longer than the options say,
  ///   `wamp.error.payload_size_exceeded` if the router does not accept so large a call,
  ///   `wamp.error.invalid_payload` if the result is not a `Response`. `CancellationError` if the task is
  ///   cancelled.
  public func call<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, _ request: Request.Draft, options: CallOptions = CallOptions()
  ) async throws -> RecordBuffer<Response> {
    try await call(procedure, RecordBuffer<Request>(request), options: options)
  }

  /// Calls a typed procedure and reads its result at once.
  ///
  ///     let name = try await session.call(.usersGet, .init(id: 7)) { $0.name.description }
  ///
  /// - Parameter body: gets the result in place, inside the frame it came in; valid during the call.
  /// - Throws: as the call itself, or what `body` throws.
  public func call<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable, R: Sendable>(
    _ procedure: Procedure<Request, Response>, _ request: Request.Draft, options: CallOptions = CallOptions(),
    _ body: @Sendable (Response) throws -> R
  ) async throws -> R {
    let result = try await call(procedure, request, options: options)
    return try result.read(body)
  }

  /// Calls a typed procedure with a record as it is.
  public func call<Request: FlatTable & ~Escapable, Response: FlatTable & ~Escapable>(
    _ procedure: Procedure<Request, Response>, _ request: RecordBuffer<Request>,
    options: CallOptions = CallOptions()
  ) async throws -> RecordBuffer<Response> {
    let payload = try payload(of: request, to: procedure.uri, procedure.schema, options)
    let result: CallResult
    do {
      result = try await call(procedure.uri, payload, options: options)
    } catch {
      throw procedure.errors.thrown(for: error, of: procedure.uri, arguments(of: procedure.schema))
    }
    return try RecordBuffer(result.payload, of: procedure.uri, arguments(of: procedure.schema))
  }

  /// The request of a typed procedure in the form that its callee takes.
  ///
  /// - Throws: `wamp.error.invalid_argument` if it can't be said in plain arguments.
  func payload<Request: FlatTable & ~Escapable>(
    of request: RecordBuffer<Request>, to procedure: String, _ schema: EmbeddedSchema?, _ options: CallOptions
  ) throws(WAMPError) -> Payload {
    // Routers take nothing else.
    if options.asPlainArguments || URI.isReserved(procedure) {
      return try plainArguments(of: request, for: procedure, schema)
    }
    return .record(request.bytes, form: RecordForm(for: routerRoles, as: .dealer))
  }

  /// A record in plain arguments.
  ///
  /// - Throws: `wamp.error.invalid_argument` if it can't be said so.
  func plainArguments<Record: FlatTable & ~Escapable>(
    of record: RecordBuffer<Record>, for uri: String, _ schema: EmbeddedSchema?
  ) throws(WAMPError) -> Payload {
    guard let arguments = arguments(of: schema) else {
      throw WAMPError(
        .invalidArgument, "\(uri): its code has no schema, which would say what its plain arguments are")
    }
    return try arguments.payload(of: record.bytes, Record.schemaName, for: uri)
  }

  /// The plain arguments of a schema, which callees that know nothing of records answer in.
  func arguments(of schema: EmbeddedSchema?) -> SchemaArguments? {
    schema.map { library.arguments(of: $0) }
  }

  /// Calls any procedure with arguments.
  ///
  ///     let sum = try await session.call("com.example.add", [2, 3]).arguments().list.first?.intValue
  public func call(
    _ procedure: String, _ arguments: [Value], keywords: [String: Value] = [:],
    options: CallOptions = CallOptions()
  ) async throws -> CallResult {
    try await call(procedure, Payload(arguments: arguments, keywords: keywords), options: options)
  }

  /// Calls any procedure.
  public func call(
    _ procedure: String, _ payload: Payload = .none, options: CallOptions = CallOptions()
  ) async throws -> CallResult {
    guard let watched = observation?.begin(procedure) else {
      return try await ask(procedure, payload, options)
    }
    var options = options
    options.trace = watched.trace
    do {
      let result = try await ask(procedure, payload, options)
      watched.end(nil)
      return result
    } catch {
      watched.end(error)
      throw error
    }
  }

  private func ask(
    _ procedure: String, _ payload: Payload, _ options: CallOptions
  ) async throws -> CallResult {
    let limit = options.timeout.map { (time: $0, procedure: procedure) }
    let answer = try await request(within: limit) { connection, promise in
      let call = try connection.session.call(procedure, payload, options: options, token: .promise(promise))
      try connection.send(.call(call), of: call.request, "the call of \(procedure)")
      return call.request
    }
    guard case .result(let result) = answer else {
      throw WAMPError(.protocolViolation, "CALL was not answered with RESULT")
    }
    return result
  }

  /// Calls a procedure that answers in parts.
  ///
  ///     for try await part in try await session.results(of: "com.example.count", [10]) {
  ///       print(try part.arguments().list, part.progress ? "…" : "done")
  ///     }
  ///
  /// The call is made when this returns; what it fails with, its results throw.
  public func results(
    of procedure: String, _ arguments: [Value], keywords: [String: Value] = [:],
    options: CallOptions = CallOptions()
  ) async throws -> CallResults {
    try await results(
      of: procedure, Payload(arguments: arguments, keywords: keywords), options: options)
  }

  /// Calls a procedure that answers in parts.
  public func results(
    of procedure: String, _ payload: Payload = .none, options: CallOptions = CallOptions()
  ) async throws -> CallResults {
    try await results(of: procedure, payload, options: options, within: EventBuffering(overflow: .fail))
  }

  /// Calls a procedure that answers in parts, of which its caller knows how many there are.
  ///
  /// - Parameter count: how many wait to be read at most, however large they are.
  package func results(of procedure: String, _ payload: Payload, atMost count: Int) async throws
    -> CallResults
  {
    try await results(
      of: procedure, payload, options: CallOptions(),
      within: EventBuffering(maxEvents: count, maxBytes: .max, overflow: .fail))
  }

  /// Calls a procedure that answers in parts.
  ///
  /// - Parameter bounds: how many of them wait to be read.
  package func results(
    of procedure: String, _ payload: Payload, options: CallOptions, within bounds: EventBuffering
  ) async throws -> CallResults {
    try Task.checkCancellation()
    let owner = owner
    let (buffer, options) = watchedResults(of: procedure, options, within: bounds)
    let request = ClientRequest.Handle.makeBoxSendingValue(
      ClientRequest { buffer.finish($0) }, eventLoop: owner.eventLoop)
    try await owner.eventLoop.submit {
      owner.value.start(request.value) { connection in
        let call = try connection.session.call(
          procedure, payload, receiveProgress: true, options: options, token: .results(buffer))
        try connection.send(.call(call), of: call.request, "the call of \(procedure)")
        return call.request
      }
      if let time = options.timeout { owner.value.limit(request.value, of: procedure, to: time) }
    }.get()
    return CallResults(call: RunningCall(buffer, request, owner))
  }

  /// Where the results of a call go, and the options it is made with: it is watched until the last of them is there.
  func watchedResults(
    of procedure: String, _ options: CallOptions,
    within bounds: EventBuffering = EventBuffering(overflow: .fail)
  ) -> (StreamBuffer<CallResult>, CallOptions) {
    let watched = observation?.begin(procedure)
    var options = options
    if let watched { options.trace = watched.trace }
    guard let watched else { return (StreamBuffer(bounds, detach: { $0.detached }), options) }
    return (StreamBuffer(bounds, onEnd: { watched.end($0) }, detach: { $0.detached }), options)
  }
}
