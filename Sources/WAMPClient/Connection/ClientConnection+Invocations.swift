internal import Logging
internal import NIOCore
internal import WAMP

extension ClientConnection {
  /// Runs the handler of a registration in a task of its own.
  func invoke(_ message: Message.Invocation) {
    guard let handler = handlers[message.registration] else {
      let error = WAMPError(.noSuchRegistration, "no handler for \(message.registration)")
      return answer(message.request, .failure(error))
    }
    let handle = Handle(self, eventLoop: loop)
    let invocation = Invocation(message, handle)
    running[message.request] = Task { [logger] in
      let result: Result<Payload, WAMPError>
      do {
        result = .success(try await handler(invocation))
      } catch {
        if !(error is WAMPError || error is CancellationError) {
          logger.error(
            "procedure failed",
            metadata: ["registration": "\(message.registration)", "error": "\(error)"])
        }
        result = .failure(WAMPError(answering: error))
      }
      handle.eventLoop.execute { handle.value.answer(message.request, result) }
    }
  }

  /// Sends a part of an invocation's results.
  ///
  /// - Throws: `CancellationError` if the invocation is over, ``WAMPError`` if the part is too large.
  func sendProgress(_ payload: Payload, of invocation: RequestID) throws {
    guard let message = session.yield(invocation, payload, progress: true) else {
      throw CancellationError()
    }
    let encoded = try serializer.encode(.yield(message))
    if let error = session.routerLimits.refusal(of: encoded.count, "a progressive result") { throw error }
    send(encoded)
  }

  private func answer(_ request: RequestID, _ result: Result<Payload, WAMPError>) {
    running[request] = nil
    do {
      let payload = try result.get()
      guard let message = session.yield(request, payload) else { return }
      let encoded = try serializer.encode(.yield(message))
      if let error = session.routerLimits.refusal(of: encoded.count, "the result") {
        logger.error("result not sent", metadata: ["error": "\(error)"])
        return send(error.answer(to: request, of: .invocation))
      }
      send(encoded)
    } catch {
      if let message = session.fail(request, WAMPError(answering: error)) { send(message) }
    }
  }
}
