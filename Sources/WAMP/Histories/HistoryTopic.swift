/// A topic or a pattern of which a realm keeps the events.
package struct HistoryTopic: Sendable, Equatable {
  /// Persistent, unlike those of other subscriptions: what SUBSCRIBED and the meta API tell of the pattern.
  package let id: SubscriptionID
  package let topic: String
  package let match: MatchPolicy
  /// When its history began.
  package let created: Timestamp

  package init(id: SubscriptionID, topic: String, match: MatchPolicy, created: Timestamp) {
    self.id = id
    self.topic = topic
    self.match = match
    self.created = created
  }

  /// The procedure that gives the events of a history.
  package static let procedure = "wamp.subscription.get_events"
}

extension WAMPError.Code {
  /// A history has no event of this publication, or none any more.
  public static let noSuchPublication = Self("flatwire.error.no_such_publication")
}
