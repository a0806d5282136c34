extension MetaProcedure {
  static let ofSubscriptions = [
    MetaProcedure("wamp.subscription.list") { (realm, _, _) throws(WAMPError) in
      try realm.subscriptionLists()
    },
    MetaProcedure("wamp.subscription.lookup", ["topic", "options"]) { (realm, call, _) throws(WAMPError) in
      let topic = try call.requiredText("topic")
      let match = try call.match(in: "options")
      return Value(realm.broker.histories[topic, match] ?? realm.broker.patterns[topic, match])
    },
    MetaProcedure("wamp.subscription.match", ["topic"]) { (realm, call, _) throws(WAMPError) in
      let topic = try call.requiredText("topic")
      guard topic.utf8.count <= realm.dealer.table.limits.uriLength else { return .null }
      let found = realm.broker.patterns.matches(topic.utf8.span)
      return found.isEmpty ? .null : try realm.list(found, "subscriptions")
    },
    MetaProcedure("wamp.subscription.get", ["subscription"]) { (realm, call, _) throws(WAMPError) in
      try realm.subscription(of: call).details
    },
    MetaProcedure("wamp.subscription.list_subscribers", ["subscription"]) {
      (realm, call, _) throws(WAMPError) in
      try realm.list(try realm.subscription(of: call).subscribers, "subscribers")
    },
    MetaProcedure("wamp.subscription.count_subscribers", ["subscription"]) {
      (realm, call, _) throws(WAMPError) in
      Value(UInt64(try realm.subscription(of: call).count))
    },
    MetaProcedure("wamp.subscription.remove_subscriber", ["subscription_id", "subscriber_id", "reason"]) {
      (realm, call, actions) throws(WAMPError) in
      try realm.revokeSubscription(call, into: &actions)
      return nil
    },
  ]
}

extension Realm {
  /// Takes a subscription from a session, and tells its client if that understands it.
  fileprivate mutating func revokeSubscription(
    _ call: MetaCall, into actions: inout [RealmAction]
  ) throws(WAMPError) {
    let id: SubscriptionID = try call.id("subscription_id")
    let session: SessionID = try call.id("subscriber_id")
    let reason = try call.uri("reason")
    guard broker[id] != nil else { throw .noSuchSubscription(id) }
    guard broker.revoke(id, from: session) else {
      throw WAMPError(.noSuchSession, "session \(session) is not subscribed")
    }
    if members.supports(.subscriptionRevocation, as: .subscriber, session) {
      let revocation = Message.Unsubscribed(request: RequestID(0), subscription: id, reason: reason)
      actions.append(.send(.unsubscribed(revocation), to: session))
    }
    announce(into: &actions)
  }

  fileprivate func subscription(of call: MetaCall) throws(WAMPError) -> Subscription {
    let id: SubscriptionID = try call.id("subscription")
    guard let subscription = broker[id] else { throw .noSuchSubscription(id) }
    return subscription
  }

  /// The identifiers of all subscriptions, by how they match.
  fileprivate func subscriptionLists() throws(WAMPError) -> Value {
    var ids: [MatchPolicy: [SubscriptionID]] = [:]
    try checkCount(broker.subscriptionCount, "subscriptions")
    for subscription in broker.allSubscriptions {
      ids[subscription.match, default: []].append(subscription.id)
    }
    return MatchPolicy.lists(ids)
  }
}

extension MetaEvent {
  static func created(_ subscription: Subscription, by session: SessionID) -> MetaEvent {
    MetaEvent(.subscriptionCreated, [Value(session.rawValue), subscription.details])
  }

  static func subscribed(_ session: SessionID, to subscription: SubscriptionID) -> MetaEvent {
    MetaEvent(.subscribed, [Value(session.rawValue), Value(subscription.rawValue)])
  }

  static func unsubscribed(_ session: SessionID, from subscription: SubscriptionID) -> MetaEvent {
    MetaEvent(.unsubscribed, [Value(session.rawValue), Value(subscription.rawValue)])
  }

  /// - Parameter session: the last one that was subscribed.
  static func deleted(_ subscription: SubscriptionID, by session: SessionID) -> MetaEvent {
    MetaEvent(.subscriptionDeleted, [Value(session.rawValue), Value(subscription.rawValue)])
  }
}

extension Subscription {
  /// As the meta API tells of it.
  var details: Value {
    [
      "id": Value(id.rawValue), "created": .string("\(created)"), "uri": .string(topic),
      "match": .string(match.rawValue),
    ]
  }
}
