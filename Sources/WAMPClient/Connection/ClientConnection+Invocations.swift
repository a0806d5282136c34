internal import Logging
internal import NIOCore
internal import WAMP

/// An invocation whose handler runs.
struct RunningInvocation {
  let task: Task<Void, Never>
  /// Takes the further parts of its call, if there are any.
  let parts: StreamBuffer<Payload>?
}

extension ClientConnection {
  /// Runs the handler of a registration in a task of its own.
  func invoke(_ message: Message.Invocation) {
    guard let handler = handlers[message.registration] else {
      return answer(message.request, .failure(.registeredNoMore))
    }
    let handle = Handle(self, eventLoop: loop)
    let parts =
      message.progress ? StreamBuffer<Payload>(EventBuffering(overflow: .fail), detach: { $0.detached }) : nil
    let invocation = Invocation(message, parts, handle)
    let task = Task { [logger] in
      let result: Result<Payload, WAMPError>
      do {
        result = .success(try await handler(invocation))
      } catch {
        if !(WAMPError.isForCallers(error) || error is CancellationError) {
          logger.error(
            "procedure failed",
            metadata: ["registration": "\(message.registration)", "error": "\(error)"])
        }
        result = .failure(WAMPError(answering: error))
      }
      handle.eventLoop.execute { handle.value.answer(message.request, result) }
    }
    running[message.request] = RunningInvocation(task: task, parts: parts)
  }

  /// Hands a further part of a call to its handler.
  func take(_ message: Message.Invocation) {
    guard let parts = running[message.request]?.parts else { return }
    // Without a payload the last one only says that there are no more.
    if message.progress || message.payload != .none {
      parts.append(message.payload, size: message.payload.byteCount)
    }
    if !message.progress { parts.finish(nil) }
  }

  /// Sends a part of an invocation's results.
  ///
  /// - Throws: `CancellationError` if the invocation is over, ``WAMPError`` if the part is too large.
  func sendProgress(_ payload: Payload, of invocation: RequestID) throws {
    guard let message = session.yield(invocation, payload, progress: true) else {
      throw CancellationError()
    }
    try send(.yield(message), withinLimits: "a progressive result")
  }

  private func answer(_ request: RequestID, _ result: Result<Payload, WAMPError>) {
    running.removeValue(forKey: request)?.parts?.finish(nil)
    let message: Message?
    switch result {
    case .success(let payload): message = session.yield(request, payload).map { .yield($0) }
    case .failure(let error): message = session.fail(request, error)
    }
    guard let message else { return }
    do {
      try send(message, withinLimits: "the answer")
    } catch {
      logger.error("answer not sent", metadata: ["error": "\(error)"])
      // Without the payload, which may be what is too large or cannot be said.
      send(WAMPError(error.code, error.message).answer(to: request, of: .invocation))
    }
  }
}
