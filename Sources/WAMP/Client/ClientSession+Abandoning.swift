extension ClientSession {
  /// What was given up.
  package struct Abandoned: Sendable {
    /// That of the request; it will not come back another time.
    package let token: Token
    /// Tells the router that nobody waits, if it wants to know.
    package let message: Message?
  }

  /// Stops waiting for the answer to a request: whoever waited has gone, or its time is over.
  ///
  /// The answer is dropped when it comes. A call is cancelled at a router that can do so; what a SUBSCRIBE
  /// or REGISTER brought about is ended again.
  ///
  /// - Returns: `nil` if the request was answered or given up before.
  package mutating func abandon(_ request: RequestID) -> Abandoned? {
    guard let entry = pending[request], let token = entry.token else { return nil }
    pending[request]?.token = nil
    var cancel: Message?
    if case .call(_, let mode) = entry.request, routerCancels {
      cancel = .cancel(Message.Cancel(request: request, mode: mode))
    }
    return Abandoned(token: token, message: cancel)
  }

  /// Takes back a request whose message was not sent: its identifier is used for the next one.
  package mutating func withdraw(_ request: RequestID) {
    pending[request] = nil
    requests.takeBack(request)
  }

  /// A router that does not know CANCEL may take it for a breach of the protocol; one that announced
  /// nothing at all (over flatbuffers, where others lose it) is taken to know it.
  private var routerCancels: Bool {
    !routerRoles.contains(.dealer) || routerRoles.supports(.callCanceling, as: .dealer)
  }
}
