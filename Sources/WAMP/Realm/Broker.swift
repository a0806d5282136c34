/// The subscriptions of a realm: who gets which events.
struct Broker: Sendable {
  private var subscriptions = GradualTable<SubscriptionID, Subscription>()
  private(set) var patterns = URIPatterns<SubscriptionID>()
  private var bySession = GradualTable<SessionID, OrderedTable<SubscriptionID, Void>>()
  private var ids = SequentialIDs<SubscriptionID>()
  /// Events on their way, in the order they were published; the first may have reached a part of its subscribers.
  var publications = OrderedTable<PublicationID, Publication>()
  /// What these take.
  var waitingBytes = 0
  var retained = RetainedEvents()
  var histories = Histories()
  /// Looks at the payloads of events.
  var inspection = PayloadInspection()
  /// How many events were published.
  var publishedCount = 0
  /// What happened to subscriptions and was not announced yet.
  var events: [MetaEvent] = []

  var subscriptionCount: Int { subscriptions.count }

  /// In no order.
  var allSubscriptions: some Sequence<Subscription> { subscriptions.values }

  mutating func subscribe(
    _ subscribe: Message.Subscribe, from member: Member, _ table: RoutingTable, at time: () -> Timestamp,
    into actions: inout [RealmAction]
  ) {
    if let error = refusal(of: subscribe, from: member, table) {
      actions.append(.send(error.answer(to: subscribe.request, of: .subscribe), to: member.id))
      return
    }
    let id = subscription(to: subscribe.topic, subscribe.match, of: member.id, at: time)
    if subscriptions[id]?.add(member) == true { events.append(.subscribed(member.id, to: id)) }
    if bySession[member.id] == nil { bySession[member.id] = OrderedTable() }
    bySession[member.id]?.insert((), for: id)
    actions.append(
      .send(.subscribed(Message.Subscribed(request: subscribe.request, subscription: id)), to: member.id))
    if subscribe.getRetained { deliverRetained(to: member, of: id, into: &actions) }
  }

  private func refusal(
    of subscribe: Message.Subscribe, from member: Member, _ table: RoutingTable
  ) -> WAMPError? {
    if let error = table.refusal(ofSubscribing: subscribe.topic, subscribe.match, by: member.authrole) {
      return error
    }
    let limit = table.limits.subscriptions
    guard let own = bySession[member.id], own.count >= limit else { return nil }
    // Subscribing again to the same takes nothing.
    if let id = patterns[subscribe.topic, subscribe.match], own[id] != nil { return nil }
    return WAMPError(.unavailable, "the session has \(limit) subscriptions already")
  }

  mutating func unsubscribe(
    _ unsubscribe: Message.Unsubscribe, from session: SessionID, into actions: inout [RealmAction]
  ) {
    guard bySession[session]?.remove(unsubscribe.subscription) != nil else {
      let error = WAMPError.noSuchSubscription(unsubscribe.subscription)
      actions.append(.send(error.answer(to: unsubscribe.request, of: .unsubscribe), to: session))
      return
    }
    remove(session, from: unsubscribe.subscription)
    actions.append(.send(.unsubscribed(Message.Unsubscribed(request: unsubscribe.request)), to: session))
  }

  /// Takes a subscription from a session that did not ask for it.
  ///
  /// - Returns: whether the session was subscribed.
  mutating func revoke(_ id: SubscriptionID, from session: SessionID) -> Bool {
    guard bySession[session]?.remove(id) != nil else { return false }
    remove(session, from: id)
    return true
  }

  /// What a session that left subscribed to; each is to be removed by ``remove(_:from:)``.
  mutating func leave(_ session: SessionID) -> OrderedTable<SubscriptionID, Void> {
    bySession.removeValue(forKey: session) ?? OrderedTable()
  }

  /// A session is among those at its new outlet from now on. Not in slices, or it could get events of two subscriptions
  /// in another order than they were published; so all that is done for each is what has to be.
  mutating func move(_ member: Member) {
    let group = Subscription.Group(of: member)
    bySession[member.id]?.forEachKey { subscriptions.update($0) { $0.move(to: group) } }
  }

  subscript(id: SubscriptionID) -> Subscription? { subscriptions[id] }

  /// Whether anybody would get an event.
  func hasSubscribers(of topic: String) -> Bool { !patterns.matches(topic.utf8.span).isEmpty }

  /// Whether no more events may wait for their subscribers.
  func isFull(_ limits: RealmLimits) -> Bool {
    publications.count >= limits.waitingPublications || waitingBytes > limits.waitingBytes
  }

  mutating func takeEvents() -> [MetaEvent] {
    defer { events = [] }
    return events
  }

  /// The subscription to a pattern, made for a session if there is none.
  private mutating func subscription(
    to topic: String, _ match: MatchPolicy, of session: SessionID, at time: () -> Timestamp
  ) -> SubscriptionID {
    if let id = patterns[topic, match] { return id }
    let id = ids.next()
    let subscription = Subscription(id: id, topic: topic, match: match, created: time())
    addSubscription(subscription, isFound: true)
    events.append(.created(subscription, by: session))
    return id
  }

  /// - Parameter isFound: whether it is the one that events and subscribers of its pattern find.
  mutating func addSubscription(_ subscription: Subscription, isFound: Bool) {
    subscriptions[subscription.id] = subscription
    if isFound { patterns.insert(subscription.id, for: subscription.topic, subscription.match) }
  }

  mutating func remove(_ session: SessionID, from id: SubscriptionID) {
    subscriptions[id]?.remove(session)
    events.append(.unsubscribed(session, from: id))
    // A history is there without subscribers, too.
    guard let subscription = subscriptions[id], subscription.isEmpty, histories[id] == nil else { return }
    subscriptions[id] = nil
    let (topic, match) = (subscription.topic, subscription.match)
    patterns.remove(topic, match)
    if let history = histories[topic, match] { patterns.insert(history, for: topic, match) }
    events.append(.deleted(id, by: session))
  }
}
