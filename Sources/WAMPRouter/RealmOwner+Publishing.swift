internal import Logging
internal import NIOCore
internal import WAMP

// What publishes events of the router's own process for long.
extension RealmOwner {
  /// Begins a task that publishes to a topic until it has ended, or the router is stopped, which cancels it.
  ///
  /// - Parameter interface: what the topic's events are, if that is known.
  /// - Throws: ``WAMPError/Code/unavailable`` if the topic has such a task, or the router stops.
  func startPublishing(
    to topic: String, as interface: DescribedInterface?,
    _ body: @escaping @Sendable (TopicPublisher) async throws -> Void
  ) throws -> Task<Void, any Error> {
    guard !isShuttingDown else { throw WAMPError(.unavailable, "the router is being stopped") }
    guard publishing[topic] == nil else {
      throw WAMPError(.unavailable, "\(topic.quoted) has a publication already that has not ended")
    }
    let handle = Handle(self, eventLoop: eventLoop)
    let logger = logger
    let task = Task {
      let result: Result<Void, any Error>
      do {
        result = .success(try await body(TopicPublisher(topic: topic, owner: handle)))
      } catch {
        logger.error("a publication ended", metadata: ["topic": "\(topic)", "error": "\(error)"])
        result = .failure(error)
      }
      // Before it has ended for those who wait for that: they may begin another one.
      try? await handle.eventLoop.submit {
        handle.value.publishing[topic] = nil
        handle.value.realm.tell(of: topic, as: nil)
      }.get()
      try result.get()
    }
    publishing[topic] = task
    realm.tell(of: topic, as: interface)
    return task
  }

  /// Publishes the first events of these, as many as one turn of the event loop has time for.
  ///
  /// - Returns: how many they were, once every loop has passed on what it got of them.
  func publish(_ events: ArraySlice<LocalEvent>, to topic: String) -> EventLoopFuture<Int> {
    let (count, last, actions) = realm.publish(events, to: topic)
    perform(actions)
    continuePublishingLater()
    guard let last, !actions.isEmpty || realm.isOnItsWay(last) else {
      return eventLoop.makeSucceededFuture(count)
    }
    return passedOn(last).map { count }
  }

  private func passedOn(_ event: PublicationID) -> EventLoopFuture<Void> {
    guard realm.isOnItsWay(event), !isShuttingDown else { return allLoopsPassedOn() }
    let promise = eventLoop.makePromise(of: Void.self)
    waitingForEvents.append((event, promise))
    let handle = Handle(self, eventLoop: eventLoop)
    return promise.futureResult.flatMap { handle.value.allLoopsPassedOn() }
  }

  /// Tells who waits for events that are not on their way any more: after each slice of them, which is all that ends one,
  /// and when the realm shuts down, after which no slice may follow.
  func tellWhatWasPassedOn() {
    let waiting = waitingForEvents
    waitingForEvents = []
    for waiter in waiting {
      if realm.isOnItsWay(waiter.event), !isShuttingDown {
        waitingForEvents.append(waiter)
      } else {
        waiter.promise.succeed()
      }
    }
  }
}
