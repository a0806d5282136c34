extension Realm {
  /// Whether events are on their way that have not reached all of their subscribers.
  package var isPublishing: Bool { !broker.publications.isEmpty }

  /// Sends the next slice of the events that are on their way.
  package mutating func continuePublishing() -> [RealmAction] {
    var actions: [RealmAction] = []
    broker.continuePublishing(members, into: &actions)
    return actions
  }
}
