internal import NIOCore
internal import WAMP
internal import WAMPAuthentication

extension ClientConnection {
  /// Answers a challenge; what is wrong with it ends the session, and so does what a closure of the user's throws.
  func answer(_ challenge: Message.Challenge) {
    let exchange = exchange
    let handle = Handle(self, eventLoop: loop)
    // Not on the event loop: keys are derived slowly.
    answering = Task {
      let answer: Result<ClientExchange.Answer, any Error>
      do {
        answer = .success(try await exchange.answer(to: challenge))
      } catch {
        answer = .failure(error)
      }
      handle.eventLoop.execute { handle.value.answered(answer) }
    }
  }

  private func answered(_ answer: Result<ClientExchange.Answer, any Error>) {
    switch answer {
    case .success(let answer):
      exchange.sent(answer)
      perform(session.authenticate(answer.message))
    case .failure(let error as WAMPError): perform(session.refuse(error))
    case .failure(let error):
      owner.failed(attempt, error)
      // The router is not told what a closure threw.
      perform(session.refuse(WAMPError(.authenticationFailed, "the client has no answer")))
    }
  }
}
