extension Broker {
  /// Sends a subscriber what the topics of its subscription keep for it: of very many only the last ones.
  func deliverRetained(
    to member: Member, of subscription: SubscriptionID, into actions: inout [RealmAction]
  ) {
    guard let subscription = self[subscription] else { return }
    let events = retained.events(
      of: subscription.topic, subscription.match, for: member,
      limit: Publication.slice / Publication.subscriptionCost)
    for kept in events {
      // One that is still on its way to the subscription comes anyway.
      if publications[kept.id]?.willReach(subscription.id) == true { continue }
      var event = event(kept.publish, from: kept.publisher, as: kept.id, of: subscription)
      event.retained = true
      deliver(event, to: [Subscription.Group(of: member)], into: &actions)
    }
  }
}
