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
