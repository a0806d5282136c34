internal import NIOCore
internal import WAMP

extension WAMPSession {
  /// Makes a request on the session's event loop, as soon as there is a connection, and waits for its answer.
  ///
  /// - Parameters:
  ///   - limit: how long that may take, and what took too long then.
  ///   - make: sends the request, whose answer goes to the promise; `nil` if there was nothing to ask.
  /// - Throws: `CancellationError` at once if the task is cancelled. Then what comes of the request is
  ///   undone.
  func request(
    within limit: (time: Duration, procedure: String)? = nil,
    _ make:
      @escaping @Sendable (ClientConnection, EventLoopPromise<ClientConnection.Answer>) throws -> RequestID?
  ) async throws -> ClientConnection.Answer {
    try Task.checkCancellation()
    let owner = owner
    let loop = owner.eventLoop
    let promise = loop.makePromise(of: ClientConnection.Answer.self)
    let request = ClientRequest.Handle.makeBoxSendingValue(
      ClientRequest { promise.fail($0) }, eventLoop: loop)
    return try await withTaskCancellationHandler {
      loop.execute {
        owner.value.start(request.value) { try make($0, promise) }
        guard let limit else { return }
        owner.value.limit(request.value, of: limit.procedure, to: limit.time)
        promise.futureResult.assumeIsolated().whenComplete { _ in request.value.stop() }
      }
      return try await promise.futureResult.get()
    } onCancel: {
      loop.execute { owner.value.giveUp(request.value, CancellationError()) }
    }
  }
}
