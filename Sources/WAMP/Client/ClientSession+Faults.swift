extension ClientSession {
  /// What it means that bytes were not accepted as a message.
  ///
  /// What is wrong with an answer, an invocation or an event concerns nobody else: the call fails, the invocation is
  /// answered with an error, the event is passed over. Whatever cannot be a message ends the session.
  package mutating func receive(_ fault: MessageFault) -> [Action] {
    switch (state, fault.type, fault.request) {
    case (.closed, _, _), (.closing, _, _), (.open, .event, _): return []
    case (.open, .result, let request?), (.open, .error, let request?):
      guard let entry = pending.removeValue(forKey: request) else { return [] }
      return entry.token.map { [.failed(fault.error, $0)] } ?? []
    case (.open, .invocation, let request?):
      return [.send(fault.error.answer(to: request, of: .invocation))]
    default: return violated("\(fault)")
    }
  }
}
