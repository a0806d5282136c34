internal import FlatBuffersRuntime
internal import SharedBytes
internal import WAMP
internal import WAMPTransport

extension RouterConnection {
  /// Answers a call straight from the received bytes, if the gate leads it here.
  ///
  /// - Returns: false if it is anything else, or unusual in any way.
  func answerHere(_ message: ReceivedMessage) -> Bool {
    guard let replica, !replica.responders.isEmpty, let call,
      let peek = CallPeek(message.bytes, serializer: format),
      let responder = replica.responder(for: peek.procedure, from: authrole)
    else { return false }
    call.begin(peek.request, peek.form)
    answer(call, peek.payload, with: responder)
    return true
  }

  /// Answers a call that was decoded in full, here or by way of the realm's owner.
  func answerOrRoute(_ message: Message.Call) {
    guard let responder = replica?.responder(for: message.procedure.utf8.span, from: authrole) else {
      return route(.call(message))
    }
    answer(message, with: responder)
  }

  /// Answers a call that the realm's owner led back here: it came before this loop knew of its procedure.
  func answer(_ message: Message.Call) {
    guard let replica else { return }
    if let responder = replica.responder(for: message.procedure.utf8.span, from: authrole) {
      answer(message, with: responder)
      // No batch of received messages ends after this.
      connection?.flush()
      return
    }
    let error = replica.gate.error(.noSuchProcedure, of: message.procedure)
    send(error.answer(to: message.request, of: .call))
  }

  private func answer(_ message: Message.Call, with responder: InlineResponder) {
    guard let call, let gate = replica?.gate else { return }
    call.begin(message.request, .passthru)
    do {
      let (bytes, form) = try gate.record(of: message)
      call.begin(message.request, form)
      answer(call, bytes.bytes, with: responder)
    } catch {
      call.fail(error)
    }
  }

  private func answer(_ call: InlineCall, _ request: RawSpan, with responder: InlineResponder) {
    do {
      try responder.body(request, call)
      if !call.isAnswered { call.fail(WAMPError(.runtimeError, "the procedure returned no answer")) }
    } catch {
      call.fail(logger.answer(to: error, of: responder.uri))
    }
  }
}
