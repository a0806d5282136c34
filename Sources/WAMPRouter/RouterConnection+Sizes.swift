internal import Logging
internal import WAMP

extension RouterConnection {
  /// The largest message that the client said to accept, in bytes: in RawSocket each client says one.
  var peerMaxMessageSize: Int { connection?.peerMaxMessageSize ?? .max }

  /// Answers for a message that is larger than the client accepts: whoever waits for it gets an error instead.
  func refuse(_ message: Message, ofSize count: Int) {
    switch message {
    case .result(let result) where result.progress:
      // A part is missing: nothing of this call can be trusted any more.
      let cancel = Message.Cancel(request: result.request, mode: .killNoWait)
      route(.cancel(cancel))
    case .result(let result):
      let error = WAMPError(tooLarge: "the result", count, limit: peerMaxMessageSize)
      send(error.answer(to: result.request, of: .call))
    case .invocation(let invocation):
      guard let id = session.id else { return }
      let error = WAMPError(tooLarge: "the invocation", count, limit: peerMaxMessageSize)
      tellOwner { $0.undeliverable(invocation.request, to: id, because: error) }
    case .error(let failure):
      let error = WAMPError(tooLarge: "the error", count, limit: peerMaxMessageSize)
      send(error.answer(to: failure.request, of: failure.requestType))
    default:
      logger.warning("message larger than the client accepts", metadata: ["code": "\(message.code)"])
      connection?.cutOff(code: 1009, reason: "a message of \(count) bytes is more than the client accepts")
    }
  }

  /// An event that a client cannot take is lost to that client alone.
  func drop(eventOfSize count: Int) {
    logger.debug(
      "event larger than the client accepts",
      metadata: [
        "peer": "\(peer)", "bytes": "\(count)", "limit": "\(peerMaxMessageSize)",
      ])
  }
}

extension WAMPError {
  /// - Parameter content: what is too large, as the beginning of a sentence.
  init(tooLarge content: String, _ count: Int, limit: Int) {
    self.init(.payloadSizeExceeded, "\(content) takes \(count) bytes; the client accepts \(limit)")
  }
}
