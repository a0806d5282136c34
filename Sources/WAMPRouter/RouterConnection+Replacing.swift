internal import Logging
internal import WAMP

extension RouterConnection {
  /// Says what can be said in the place of a message that cannot be: its payload came in another format and has something
  /// that this client's format has no word for, or it is larger than the format or the client allows.
  ///
  /// Who asked gets an error. An event has nobody to be told; it is dropped.
  func replace(_ message: Message, because error: WAMPError) {
    logger.debug("message not sent", metadata: ["code": "\(message.code)", "error": "\(error)"])
    guard let id = session.id else { return endIfTooLarge(error) }
    switch message {
    case .invocation(let invocation):
      tellOwner { $0.undeliverable(invocation.request, to: id, because: error) }
    case .result(let result) where result.progress:
      // The call is not over yet: nobody but its owner can end it.
      let cancel = Message.Cancel(request: result.request, mode: .killNoWait)
      tellOwner { $0.receive(.cancel(cancel), from: id) }
    case .result(let result): send(error.answer(to: result.request, of: .call))
    case .error(var answer) where answer.payload != .none:
      answer.payload = .none
      send(.error(answer))
    case .welcome(var welcome) where SchemaOffer.shorten(&welcome.details): send(.welcome(welcome))
    default: endIfTooLarge(error)
    }
  }

  /// Without the message the client would wait for ever.
  private func endIfTooLarge(_ error: WAMPError) {
    guard error.code == .payloadSizeExceeded else { return }
    connection?.cutOff(code: 1009, reason: error.message)
  }
}
