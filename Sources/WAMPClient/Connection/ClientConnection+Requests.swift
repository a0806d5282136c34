internal import NIOCore
internal import WAMP

extension ClientConnection {
  /// The router's answer to a request.
  enum Answer: Sendable {
    case result(CallResult)
    case published(PublicationID)
    case subscribed(OrderID)
    case registered(OrderID, RegistrationID)
    case done
  }

  /// Who waits for the answer to a request.
  enum Token: Sendable {
    case promise(EventLoopPromise<Answer>)
    /// A call whose results come in parts.
    case results(StreamBuffer<CallResult>)
    /// What is granted is asked for again over each new connection.
    case subscription(StandingOrders.Order, EventBuffer, EventLoopPromise<Answer>)
    case registration(StandingOrders.Order, Handler, EventLoopPromise<Answer>)
    /// Nobody: what was granted over another connection is asked for again.
    case again(OrderID)

    /// - Returns: false if what comes further is not wanted.
    func succeed(_ result: CallResult) -> Bool {
      switch self {
      case .promise(let promise): promise.succeed(.result(result))
      case .results(let buffer):
        guard buffer.append(result, size: result.payload.byteCount + result.details.byteCount) else {
          return false
        }
        if !result.progress { buffer.finish(nil) }
      case .subscription, .registration, .again: break
      }
      return true
    }

    func succeed(_ answer: Answer) {
      guard case .promise(let promise) = self else { return }
      promise.succeed(answer)
    }

    func fail(_ error: any Error) {
      switch self {
      case .promise(let promise), .subscription(_, _, let promise), .registration(_, _, let promise):
        promise.fail(error)
      case .results(let buffer): buffer.finish(error)
      case .again: break
      }
    }
  }

  /// Sends a request; one that cannot be sent is as if it never was.
  ///
  /// - Throws: ``WAMPError`` naming `content` and the limit, if it is larger than the router accepts.
  func send(_ message: Message, of request: RequestID, _ content: @autoclosure () -> String) throws {
    do {
      try send(message, withinLimits: content())
    } catch {
      session.withdraw(request)
      throw error
    }
  }

  /// Ends a request for whoever waits for it; what the router still answers is dropped.
  func abandon(_ request: RequestID, _ error: any Error) {
    guard let abandoned = session.abandon(request) else { return }
    if let message = abandoned.message { send(message) }
    abandoned.token.fail(error)
  }
}
