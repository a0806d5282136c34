extension Roles {
  /// What a client is taken for that announced nothing where its format cannot say it (Autobahn over FlatBuffers):
  /// able to do everything that needs no form of payload of its own.
  package static let unannounced = Roles([
    .publisher: [.publisherExclusion, .publisherIdentification],
    .subscriber: [.publisherIdentification, .patternBasedSubscription],
    .caller: [.callCanceling, .progressiveCallResults, .callerIdentification],
    .callee: [.callCanceling, .progressiveCallResults, .callerIdentification],
  ])
}

extension Message {
  /// The message as clients can read it that announced nothing: of an ERROR they get the URI.
  ///
  /// Autobahn 26.10 over FlatBuffers looks for its arguments in the fields beside theirs, and whatever stands there ends
  /// its session.
  package var forUnannounced: Message {
    guard case .error(var error) = self else { return self }
    error.payload = .none
    return .error(error)
  }
}
