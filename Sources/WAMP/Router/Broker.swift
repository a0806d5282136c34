/// The subscriptions of a realm: who gets which events.
struct Broker: Sendable {
  struct Pattern: Sendable, Hashable {
    var topic: String
    var match: MatchPolicy
  }

  private(set) var subscriptions: [SubscriptionID: Subscription] = [:]
  private var byPattern: [Pattern: SubscriptionID] = [:]
  /// The subscriptions to prefixes and wildcards, which every publication is compared with.
  private var patterns: [SubscriptionID] = []
  private var bySession: [SessionID: Set<SubscriptionID>] = [:]
  private var ids = SequentialIDs<SubscriptionID>()

  mutating func subscribe(
    _ subscribe: Message.Subscribe, from session: SessionID, rule: URI.Rule,
    into actions: inout [RealmAction]
  ) {
    guard URI.isValid(pattern: subscribe.topic, for: subscribe.match, rule: rule) else {
      let error = WAMPError(.invalidURI, "\"\(subscribe.topic)\" is not a topic")
      actions.append(.send(error.answer(to: subscribe.request, of: .subscribe), to: session))
      return
    }
    let id = subscription(to: Pattern(topic: subscribe.topic, match: subscribe.match))
    subscriptions[id]?.add(session)
    bySession[session, default: []].insert(id)
    actions.append(
      .send(.subscribed(Message.Subscribed(request: subscribe.request, subscription: id)), to: session))
  }

  mutating func unsubscribe(
    _ unsubscribe: Message.Unsubscribe, from session: SessionID, into actions: inout [RealmAction]
  ) {
    guard bySession[session]?.remove(unsubscribe.subscription) != nil else {
      let error = WAMPError(.noSuchSubscription, "no subscription \(unsubscribe.subscription)")
      actions.append(.send(error.answer(to: unsubscribe.request, of: .unsubscribe), to: session))
      return
    }
    remove(session, from: unsubscribe.subscription)
    actions.append(.send(.unsubscribed(Message.Unsubscribed(request: unsubscribe.request)), to: session))
  }

  mutating func leave(_ session: SessionID) {
    for id in bySession.removeValue(forKey: session) ?? [] { remove(session, from: id) }
  }

  /// The subscriptions that cover a topic.
  func matching(_ topic: String) -> [Subscription] {
    var found: [Subscription] = []
    if let id = byPattern[Pattern(topic: topic, match: .exact)], let exact = subscriptions[id] {
      found.append(exact)
    }
    for id in patterns {
      if let other = subscriptions[id], other.covers(topic) { found.append(other) }
    }
    return found
  }

  private mutating func subscription(to pattern: Pattern) -> SubscriptionID {
    if let id = byPattern[pattern] { return id }
    let id = ids.next()
    subscriptions[id] = Subscription(id: id, pattern: pattern)
    byPattern[pattern] = id
    if pattern.match != .exact { patterns.append(id) }
    return id
  }

  private mutating func remove(_ session: SessionID, from id: SubscriptionID) {
    subscriptions[id]?.remove(session)
    guard let subscription = subscriptions[id], subscription.subscribers.isEmpty else { return }
    subscriptions[id] = nil
    byPattern[subscription.pattern] = nil
    if subscription.pattern.match != .exact { patterns.removeAll { $0 == id } }
  }
}

/// One subscription of a router, shared by all sessions that subscribed to the same pattern.
struct Subscription: Sendable {
  let id: SubscriptionID
  let pattern: Broker.Pattern
  private(set) var subscribers: [SessionID] = []
  private var positions: [SessionID: Int] = [:]

  init(id: SubscriptionID, pattern: Broker.Pattern) {
    self.id = id
    self.pattern = pattern
  }

  func contains(_ session: SessionID) -> Bool { positions[session] != nil }

  func covers(_ topic: String) -> Bool {
    URI.matches(topic, pattern: pattern.topic, policy: pattern.match)
  }

  mutating func add(_ session: SessionID) {
    guard positions[session] == nil else { return }
    positions[session] = subscribers.count
    subscribers.append(session)
  }

  /// Removes a session in constant time; the last one takes its place.
  mutating func remove(_ session: SessionID) {
    guard let position = positions.removeValue(forKey: session) else { return }
    let last = subscribers.removeLast()
    if last != session {
      subscribers[position] = last
      positions[last] = position
    }
  }
}
