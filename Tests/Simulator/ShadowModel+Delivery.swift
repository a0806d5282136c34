import WAMP

// What subscribers must have got, and what not.

extension ShadowModel {
  func received(_ publication: Int, by subscription: Int, in simulation: Simulation) {
    guard check(publication, for: subscription, in: simulation) else { return }
    let record = subscriptions[subscription]
    let event = publications[publication]
    let what = "publication \(publication) of \(event.topic) at \(record.pattern)"
    if event.session == record.session && !event.includesPublisher {
      find("\(record.subscriber) got its own \(what)", in: simulation)
    }
    if record.received.contains(publication) {
      find("\(record.subscriber) got \(what) twice", in: simulation)
    }
    subscriptions[subscription].received.insert(publication)
    guard !event.isTestament, let session = event.session else { return }
    if let later = record.latest[session], later > publication {
      find("\(record.subscriber) got \(what) after \(later) of the same publisher", in: simulation)
    }
    subscriptions[subscription].latest[session] = publication
  }

  /// An event came that its topic had kept.
  func receivedRetained(_ publication: Int, by subscription: Int, in simulation: Simulation) {
    guard check(publication, for: subscription, in: simulation) else { return }
    let record = subscriptions[subscription]
    let event = publications[publication]
    let what = "publication \(publication) of \(event.topic)"
    if !event.isRetained { find("\(what) was not to be kept, and was", in: simulation) }
    if !record.asksForRetained && !record.asksAgain {
      find("\(record.subscriber) did not ask for what \(event.topic) keeps, and got \(what)", in: simulation)
    }
    if !event.isFor(record) {
      find("\(record.subscriber) got its own \(what), which was kept", in: simulation)
    }
    if let forgotten = event.forgotten, forgotten < record.sent {
      find("\(record.subscriber) got \(what) of a router that died", in: simulation)
    }
    for (number, later) in publications.enumerated() where later.isKept(for: record, of: event.topic) {
      guard let known = event.acknowledged, let time = later.time, known < time else { continue }
      find("\(record.subscriber) got \(what), though \(number) was kept after it", in: simulation)
    }
    subscriptions[subscription].retained.insert(publication)
  }

  private func check(_ publication: Int, for subscription: Int, in simulation: Simulation) -> Bool {
    let record = subscriptions[subscription]
    guard publications.indices.contains(publication) else {
      find("\(record.subscriber) got an event that nobody published", in: simulation)
      return false
    }
    let event = publications[publication]
    let topic = event.topic
    did(
      "\(event.publisher) published to", topic, .exact, as: event.persona, since: event.sent, in: simulation)
    if event.isRefused { find("publication \(publication) was refused, and came", in: simulation) }
    if event.isTestament, event.persona.role == Persona.asked {
      find("testament \(publication) came, and nobody had allowed it", in: simulation)
    }
    if !record.covers(topic) {
      find(
        "\(record.subscriber) got publication \(publication) of \(topic) at \(record.pattern), which does not match",
        in: simulation)
    }
    return true
  }

  /// Who was subscribed before an event was published and stayed so until it must have come has it.
  ///
  /// - Parameters:
  ///   - delay: the longest time that an event may take.
  ///   - silence: how long a router may take to learn that a session is gone.
  func checkEventsArrived(within delay: Duration, afterSilence silence: Duration, in simulation: Simulation) {
    for subscription in subscriptions {
      for (number, event) in publications.enumerated() where event.acknowledged != nil {
        guard let time = event.time, !event.isTestament || event.forgotten == nil else { continue }
        let end = time + delay + (event.isTestament ? silence : .zero)
        guard subscription.confirmed < time, end < subscription.ended ?? simulation.now,
          event.publisher != subscription.subscriber || event.includesPublisher,
          subscription.covers(event.topic)
        else { continue }
        if !subscription.received.contains(number) {
          let what = event.isTestament ? "testament" : "publication"
          find(
            "\(subscription.subscriber) never got \(what) \(number) to \(event.topic), of \(event.publisher) at \(time)",
            in: simulation, about: [subscription.subscriber, event.publisher + " "])
        }
      }
      checkRetained(subscription, within: delay, in: simulation)
    }
    for (number, event) in publications.enumerated() where event.time == nil {
      guard subscriptions.contains(where: { $0.received.contains(number) }) else { continue }
      find("testament \(number) came, and its session lives", in: simulation)
    }
  }

  /// Who asked for what topics keep has something of each topic that kept anything.
  private func checkRetained(
    _ subscription: SubscriptionRecord, within delay: Duration, in simulation: Simulation
  ) {
    guard subscription.asksForRetained, subscription.confirmed + delay < subscription.ended ?? simulation.now
    else { return }
    let got = Set(subscription.received.union(subscription.retained).map { publications[$0].topic })
    for event in publications where event.isKept(for: subscription, of: event.topic) {
      guard subscription.covers(event.topic), !got.contains(event.topic) else { continue }
      // What it published itself may be what is kept.
      let own = publications.filter { $0.isKept(insteadOf: event, from: subscription) }
      guard own.isEmpty else { continue }
      find("\(subscription.subscriber) never got what \(event.topic) kept", in: simulation)
    }
  }
}

extension ShadowModel.PublicationRecord {
  /// Whether a subscription's session may get the event later.
  fileprivate func isFor(_ subscription: ShadowModel.SubscriptionRecord) -> Bool {
    session != subscription.session || includesPublisher
  }

  /// Whether it may have taken the place of an earlier one, and is not for a subscription, whose session published it.
  fileprivate func isKept(
    insteadOf event: ShadowModel.PublicationRecord, from subscription: ShadowModel.SubscriptionRecord
  ) -> Bool {
    guard isRetained, topic == event.topic, !isFor(subscription), sent < subscription.confirmed else {
      return false
    }
    return acknowledged.map { $0 >= event.sent } ?? true
  }

  /// Whether the router surely kept it for its topic when it was asked, or a later one.
  fileprivate func isKept(for subscription: ShadowModel.SubscriptionRecord, of topic: String) -> Bool {
    guard isRetained, topic == self.topic, isFor(subscription), let acknowledged else { return false }
    if let forgotten, forgotten < subscription.confirmed { return false }
    return acknowledged < subscription.sent
  }
}
