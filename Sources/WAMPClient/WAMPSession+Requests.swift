internal import NIOCore
internal import WAMP

extension WAMPSession {
  /// How far a request is that a task waits for.
  private enum Progress: Sendable {
    case waiting
    case made(RequestID)
    case cancelled
  }

  /// Makes a request on the session's event loop and waits for its answer.
  ///
  /// - Parameter make: sends the request, whose answer goes to the promise; `nil` if there was nothing to
  ///   ask.
  /// - Throws: `CancellationError` at once if the task is cancelled. Then what comes of the request is
  ///   undone.
  func request(
    _ make:
      @escaping @Sendable (ClientConnection, EventLoopPromise<ClientConnection.Answer>) throws -> RequestID?
  ) async throws -> ClientConnection.Answer {
    try Task.checkCancellation()
    let connection = connection
    let loop = connection.eventLoop
    let promise = loop.makePromise(of: ClientConnection.Answer.self)
    let progress = NIOLoopBoundBox.makeBoxSendingValue(Progress.waiting, eventLoop: loop)
    return try await withTaskCancellationHandler {
      loop.execute {
        if case .cancelled = progress.value { return }
        do {
          if let request = try make(connection.value, promise) { progress.value = .made(request) }
        } catch {
          promise.fail(error)
        }
      }
      return try await promise.futureResult.get()
    } onCancel: {
      loop.execute {
        if case .made(let request) = progress.value {
          connection.value.abandon(request, CancellationError())
        } else {
          progress.value = .cancelled
          promise.fail(CancellationError())
        }
      }
    }
  }
}
