internal import Logging
internal import NIOCore
internal import WAMP

// Events that outlive the router.
extension RealmOwner {
  /// Keeps the events of a topic or a pattern from now on.
  ///
  /// - Parameter makeReader: called once on each event loop; answers what asks for these events there.
  /// - Returns: when all loops can be asked for them.
  func addHistory(
    _ history: HistoryTopic, keptBy keeper: any EventKeeper, watchedBy observation: RouterObservation,
    makeReader: @escaping @Sendable (LoopLocalValues) -> HistoryReader
  ) throws -> EventLoopFuture<Void> {
    let isFirst = keepers.isEmpty
    if isFirst, realm.hasProcedure(HistoryTopic.procedure) {
      throw WAMPError(.procedureAlreadyExists, "\(HistoryTopic.procedure) is registered already")
    }
    let number = keepers.firstIndex { $0.keeper === keeper } ?? keepers.count
    try realm.addHistory(history, keptBy: number)
    if number == keepers.count { keepers.append(KeeperQueue(keeper: keeper)) }
    // The first history brings the procedure that reads all of them.
    var gate: CallGate?
    if isFirst {
      _ = try realm.registerOnCallersLoop(HistoryTopic.procedure)
      gate = realm.gate
    }
    return tellReplicas { [gate] replica, loop in
      if let gate {
        let responder = observation.watching(HistoryTopic.procedure, replica.makeHistoryResponder())
        replica.publish(gate, responder, for: HistoryTopic.procedure)
      }
      replica.histories[history.id] = (history, makeReader(loop.values))
    }
  }

  /// Events that were published in this turn are handed on when it has been told who gets them: so who asks for the events
  /// of a history has what was delivered before.
  func keep(_ event: KeptEvent, by number: Int) { keepers[number].waiting.append(event) }

  func startKeeping() {
    for number in keepers.indices where !keepers[number].isBusy && !keepers[number].waiting.isEmpty {
      let events = keepers[number].waiting
      keepers[number].waiting = []
      keepers[number].isBusy = true
      let keeper = keepers[number].keeper
      let handle = Handle(self, eventLoop: eventLoop)
      Task { [logger] in
        var failure: WAMPError?
        do {
          try await keeper.keep(events)
        } catch {
          logger.error(
            "events were not kept",
            metadata: [
              "first topic": "\(events[0].topic)", "events": "\(events.count)", "error": "\(error)",
            ])
          failure = keeper.told(error)
        }
        let told = failure
        handle.eventLoop.execute { handle.value.kept(events.map(\.publication), by: number, told) }
      }
    }
  }

  private func kept(_ publications: [PublicationID], by number: Int, _ failure: WAMPError?) {
    keepers[number].isBusy = false
    perform(realm.kept(publications, failure: failure))
    account()
    for publication in publications where !realm.isBeingKept(publication) {
      guard let promise = waitingForKeeping.removeValue(forKey: publication) else { continue }
      if let failure { promise.fail(failure) } else { promise.succeed() }
    }
    tellWhatWasPassedOn()
    startKeeping()
  }

  /// - Returns: when the event is kept; at once if no history keeps it.
  func whenKept(_ publication: PublicationID) -> EventLoopFuture<Void> {
    guard realm.isBeingKept(publication) else { return eventLoop.makeSucceededVoidFuture() }
    let promise = eventLoop.makePromise(of: Void.self)
    waitingForKeeping[publication] = promise
    return promise.futureResult
  }
}
