extension Realm {
  /// How much is kept for sessions; all are 0 when everyone has left and nothing of them remains to be worked off. What a
  /// realm has by itself, the subscriptions of histories, is not counted.
  package struct Census: Sendable, Equatable {
    package var sessions: Int
    package var subscriptions: Int
    package var registrations: Int
    package var calls: Int
    package var invocations: Int
    package var testaments: Int
    /// Sessions that are gone and not forgotten yet.
    package var departures: Int
  }

  /// What happens in the realm, found at once however much there is.
  package struct Activity: Sendable {
    package var sessions: Int
    /// Events that were published since the realm was made, those of the router's own process included.
    package var publications: Int
    /// Payloads that were looked at since the realm was made.
    package var payloads: PayloadCounts
  }

  package var activity: Activity {
    var payloads = dealer.inspection.counts
    payloads += broker.inspection.counts
    return Activity(sessions: members.count, publications: broker.publishedCount, payloads: payloads)
  }

  package var census: Census {
    Census(
      sessions: members.count, subscriptions: broker.subscriptionCount - broker.histories.count,
      registrations: dealer.registrationCount,
      calls: dealer.parties.values.reduce(0) { $0 + $1.calls.count },
      invocations: dealer.parties.values.reduce(0) { $0 + $1.callee.invocations.count },
      testaments: testaments.values.reduce(0) { $0 + $1.publications.count }, departures: departures.count)
  }
}
