internal import NIOCore
public import WAMP

extension WAMPSession {
  /// Calls a procedure with arguments that come in parts, and waits for its one result.
  ///
  ///     let (parts, continuation) = AsyncStream.makeStream(of: Payload.self)
  ///     async let sum = session.call("com.example.sum", parts: parts)
  ///     continuation.yield(Payload(arguments: [2]))
  ///     continuation.yield(Payload(arguments: [3]))
  ///     continuation.finish()
  ///     print(try await sum.arguments().list)
  ///
  /// Each part is sent when it comes; that no more follow is told by a last message without a payload. When the call
  /// ends before, no more parts are asked for.
  ///
  /// - Throws: as other calls; what the parts throw, after the call was cancelled; `wamp.error.feature_not_supported` if
  ///   the router takes no calls in parts.
  public func call<Parts: AsyncSequence & Sendable>(
    _ procedure: String, parts: Parts, options: CallOptions = CallOptions()
  ) async throws -> CallResult where Parts.Element == Payload {
    let results = try await call(procedure, parts, receiveProgress: false, options)
    for try await result in results { return result }
    throw WAMPError(.protocolViolation, "CALL was not answered with RESULT")
  }

  /// Calls a procedure with arguments that come in parts, and that answers in parts.
  public func results<Parts: AsyncSequence & Sendable>(
    of procedure: String, parts: Parts, options: CallOptions = CallOptions()
  ) async throws -> CallResults where Parts.Element == Payload {
    try await call(procedure, parts, receiveProgress: true, options)
  }

  /// The same, with bounds for the results that wait to be read.
  package func results<Parts: AsyncSequence & Sendable>(
    of procedure: String, parts: Parts, options: CallOptions, within bounds: EventBuffering
  ) async throws -> CallResults where Parts.Element == Payload {
    try await call(procedure, parts, receiveProgress: true, options, within: bounds)
  }

  private func call<Parts: AsyncSequence & Sendable>(
    _ procedure: String, _ parts: Parts, receiveProgress: Bool, _ options: CallOptions,
    within bounds: EventBuffering = EventBuffering(overflow: .fail)
  ) async throws -> CallResults where Parts.Element == Payload {
    try Task.checkCancellation()
    let (buffer, options) = watchedResults(of: procedure, options, within: bounds)
    let request = ClientRequest.Handle.makeBoxSendingValue(
      ClientRequest { buffer.finish($0) }, eventLoop: owner.eventLoop)
    let call = PartedCall(
      procedure: procedure, options: options, receiveProgress: receiveProgress, buffer: buffer,
      request: request, owner: owner)
    let sending = Task {
      do {
        try await call.send(parts)
      } catch {
        call.owner.eventLoop.execute { call.owner.value.giveUp(request.value, error) }
      }
    }
    return CallResults(call: RunningCall(buffer, request, owner, sending: sending))
  }
}

/// A call whose arguments come in parts, as the task sees it that sends them.
private struct PartedCall: Sendable {
  let procedure: String
  let options: CallOptions
  let receiveProgress: Bool
  let buffer: StreamBuffer<CallResult>
  let request: ClientRequest.Handle
  let owner: SessionOwner.Handle

  func send<Parts: AsyncSequence>(_ parts: Parts) async throws where Parts.Element == Payload {
    var isBegun = false
    for try await part in parts {
      let goesOn = isBegun ? try await go(on: part, progress: true) : await begin(part, progress: true)
      guard goesOn else { return }
      isBegun = true
    }
    _ = isBegun ? try await go(on: .none, progress: false) : await begin(.none, progress: false)
  }

  /// - Returns: once the part is sent; false if it cannot be any more.
  private func begin(_ payload: Payload, progress: Bool) async -> Bool {
    let (call, loop) = (self, owner.eventLoop)
    let sent = loop.flatSubmit { () -> EventLoopFuture<Bool> in
      call.owner.value.start(call.request.value) { connection in
        let message = try connection.session.call(
          call.procedure, payload, progress: progress, receiveProgress: call.receiveProgress,
          options: call.options, token: .results(call.buffer))
        try connection.send(.call(message), of: message.request, "the call of \(call.procedure)")
        return message.request
      }
      if let time = call.options.timeout {
        call.owner.value.limit(call.request.value, of: call.procedure, to: time)
      }
      return call.request.value.whenSent(on: loop)
    }
    return (try? await sent.get()) ?? false
  }

  /// - Returns: false if the call is over.
  private func go(on payload: Payload, progress: Bool) async throws -> Bool {
    let call = self
    return try await owner.eventLoop.submit {
      try call.request.value.sendPart(payload, of: call.procedure, progress: progress)
    }.get()
  }
}
