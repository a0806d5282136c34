extension Realm {
  /// Some of the topics and patterns that sessions are subscribed to, in no order, and how many are to each.
  ///
  /// - Parameter limit: the most of them.
  package func subscriptions(atMost limit: Int) -> [(pattern: URIPattern, subscribers: Int)] {
    var found: [(pattern: URIPattern, subscribers: Int)] = []
    for subscription in broker.allSubscriptions where !subscription.isEmpty {
      found.append((URIPattern(subscription.topic, subscription.match), subscription.count))
      if found.count >= limit { break }
    }
    return found
  }
}
