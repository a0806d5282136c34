@testable import WAMP

extension ShadowModel {
  struct PublicationRecord {
    let publisher: String
    let persona: Persona
    /// The session that published.
    let session: SessionID?
    let topic: String
    let sent: Duration
    /// When it was published; of a testament, when its session ended.
    var time: Duration?
    /// Whether the publisher wants the event, too.
    let includesPublisher: Bool
    let isTestament: Bool
    /// Whether the topic keeps it.
    let isRetained: Bool
    /// When the publisher knew that the router has it.
    var acknowledged: Duration?
    /// When the router died that had it.
    var forgotten: Duration?
    /// Whether the publisher was told that it is not published.
    var isRefused = false
  }

  struct SubscriptionRecord {
    let subscriber: String
    let session: SessionID?
    let pattern: String
    let match: MatchPolicy
    /// Whether it asked for what topics keep.
    let asksForRetained: Bool
    /// Whether another SUBSCRIBE to the same did.
    var asksAgain = false
    /// When SUBSCRIBE was sent.
    let sent: Duration
    let confirmed: Duration
    /// When it ended, or began to end, or the subscriber's connection went bad.
    var ended: Duration?
    var received: Set<Int> = []
    /// What it got because a topic kept it.
    var retained: Set<Int> = []
    /// The last event that came from each publisher's session.
    var latest: [SessionID: Int] = [:]

    func covers(_ topic: String) -> Bool { match.covers(topic, by: pattern) }
  }

  func published(_ publication: PublicationRecord) -> Int {
    publications.append(publication)
    return publications.count - 1
  }

  func acknowledged(_ publication: Int, at time: Duration) { publications[publication].acknowledged = time }

  /// A publisher was told that it may not publish.
  func refused(_ publication: Int) { publications[publication].isRefused = true }

  /// A client's session ended: what it left to be published is due.
  func gone(_ client: String, at time: Duration) {
    for index in publications.indices
    where publications[index].publisher == client && publications[index].time == nil {
      publications[index].time = time
    }
  }

  /// The router is killed: what topics kept and sessions left to be published is lost.
  func routerDied(at time: Duration) {
    for index in publications.indices where publications[index].forgotten == nil {
      publications[index].forgotten = time
    }
  }

  func subscribed(_ subscription: SubscriptionRecord) -> Int {
    subscriptions.append(subscription)
    return subscriptions.count - 1
  }

  /// A subscription that was there already asks for what topics keep.
  func asksAgain(_ subscription: Int) { subscriptions[subscription].asksAgain = true }

  func ended(_ subscription: Int, at time: Duration) {
    if subscriptions[subscription].ended == nil { subscriptions[subscription].ended = time }
  }

  /// Events for a client were dropped, as it does not read: it cannot count on any until it subscribes again.
  func lostEvents(_ subscriber: String, at time: Duration) {
    for index in subscriptions.indices
    where subscriptions[index].subscriber == subscriber && subscriptions[index].ended == nil {
      // What was on its way already may be what was dropped.
      subscriptions[index].ended = time
    }
  }

  var eventCount: Int { subscriptions.reduce(0) { $0 + $1.received.count + $1.retained.count } }
}
