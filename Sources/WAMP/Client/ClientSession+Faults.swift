extension ClientSession {
  /// What it means that bytes were not accepted as a message.
  ///
  /// What is wrong with an answer, an invocation or an event concerns nobody else: the request fails, the invocation
  /// is answered with an error, the event is passed over. Whatever cannot be a message ends the session.
  package mutating func receive(_ fault: MessageFault) -> [Action] {
    if case .open = state { count(fault) }
    switch (state, fault.type, fault.request) {
    case (.closed, _, _), (.closing, _, _), (.open, .event, _): return []
    case (.open, .result, let request?): return receive(fault.error, inResultOf: request)
    case (.open, .error, let request?):
      guard let entry = pending[request] else { return violated("\(fault)") }
      return fail(request, entry, with: fault.error)
    case (.open, .invocation, let request?):
      // It may be a further part of a call that is running.
      if let answer = fail(request, fault.error) {
        return [.send(answer), .interrupt(Message.Interrupt(request: request))]
      }
      return [.send(fault.error.answer(to: request, of: .invocation))]
    default: return violated("\(fault)")
    }
  }

  private mutating func receive(_ error: WAMPError, inResultOf request: RequestID) -> [Action] {
    guard let entry = pending[request], case .call(let progress, _) = entry.request else {
      return violated(error.message)
    }
    guard progress else { return fail(request, entry, with: error) }
    // Whether more parts follow is not known: they are dropped, and the last one ends the request.
    pending[request]?.token = nil
    return entry.token.map { [.failed(error, $0)] } ?? []
  }
}
