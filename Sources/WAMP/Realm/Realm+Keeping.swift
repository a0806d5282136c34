extension Realm {
  /// Keeps the events of a topic or a pattern from now on: each publication that it covers is a ``RealmAction/keep(_:by:)``,
  /// also without subscribers. PUBLISHED is withheld until ``kept(_:failure:)`` says that all keepers have the event.
  ///
  /// - Parameter keeper: the number of what keeps the events.
  /// - Throws: ``WAMPError/Code/invalidURI`` for what is no pattern; ``WAMPError/Code/unavailable`` if the pattern has a
  ///   history already, or its identifier is taken.
  package mutating func addHistory(_ history: HistoryTopic, keptBy keeper: Int) throws(WAMPError) {
    if let error = dealer.table.fault(inPattern: history.topic, history.match) { throw error }
    try broker.addHistory(history, keptBy: keeper)
  }

  /// A keeper has these events where they outlive this process, or failed to keep them.
  package mutating func kept(
    _ publications: some Sequence<PublicationID>, failure: WAMPError? = nil
  ) -> [RealmAction] {
    var actions: [RealmAction] = []
    for publication in publications {
      // Who left meanwhile is told nothing.
      guard let (publisher, answer) = broker.histories.kept(publication, failure),
        members[publisher] != nil
      else { continue }
      actions.append(.send(answer, to: publisher))
    }
    while let (call, caller) = broker.histories.takeCall() {
      actions.append(.answerOnCallersLoop(call, to: caller))
    }
    return actions
  }

  /// Keeps a call back that asks for events of a history, until those are kept that were published before it.
  ///
  /// - Parameter actions: the last one may be to answer it.
  mutating func holdReading(
    _ call: Message.Call, from caller: SessionID, _ actions: inout [RealmAction]
  ) {
    // One with wrong arguments waits for nothing.
    guard isKeeping, call.procedure == HistoryTopic.procedure,
      actions.last == .answerOnCallersLoop(call, to: caller), (try? HistoryQuery(call.payload)) != nil
    else { return }
    actions.removeLast()
    guard broker.histories.mayHold else {
      let error = WAMPError(.unavailable, "too many calls wait for events to be stored")
      return actions.append(.send(error.answer(to: call.request, of: .call), to: caller))
    }
    var held = call
    held.payload = call.payload.detached
    held.options = Options()
    broker.histories.hold(held, from: caller)
  }

  /// Why an event of the router's own process is not to be published now; `nil` if it may be: asked before it is.
  package func refusal(ofPublishing topic: String) -> WAMPError? {
    broker.refusalToKeep(Message.Publish(request: RequestID(0), topic: topic), dealer.table.limits)
  }

  /// Whether events wait to be kept.
  package var isKeeping: Bool { broker.histories.waitingCount > 0 }

  /// Whether an event waits to be kept.
  package func isBeingKept(_ publication: PublicationID) -> Bool { broker.histories.isWaiting(publication) }

  /// The history that a call asks for; `nil` if it is no such call.
  func history(askedForBy call: Message.Call) -> HistoryTopic? {
    guard !broker.histories.isEmpty, call.procedure == HistoryTopic.procedure,
      let query = try? HistoryQuery(call.payload)
    else { return nil }
    return broker.histories[query.subscription]
  }
}
