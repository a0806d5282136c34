/// An event of the router's own process.
package struct LocalEvent: Sendable {
  package let payload: Payload
  /// What subscribers are told of it beside the payload.
  package let details: Options

  package init(_ payload: Payload, details: Options) {
    self.payload = payload
    self.details = details
  }
}

extension Realm {
  /// Publishes events of the router's own process one after the other, as many as everyone else can wait for in one turn
  /// of the event loop.
  ///
  /// - Returns: how many that were, and the last of them. Others are to follow once it is not on its way any more: see
  ///   ``isOnItsWay(_:)``.
  package mutating func publish(
    _ events: ArraySlice<LocalEvent>, to topic: String
  ) -> (count: Int, last: PublicationID?, actions: [RealmAction]) {
    var actions: [RealmAction] = []
    var (count, cost) = (0, 0)
    var last: PublicationID?
    for event in events {
      if cost >= Publication.slice { break }
      let id = ids.next(PublicationID.self)
      var publish = Message.Publish(request: RequestID(0), topic: topic, payload: event.payload)
      broker.keep(&publish, from: nil, as: id, details: event.details, at: clock, into: &actions)
      let receivers = broker.deliver(
        publish, from: nil, as: id, details: event.details, members, into: &actions)
      (count, last) = (count + 1, id)
      // One that waits is the last, so that what waits does not grow.
      cost = broker.publications.contains(id) ? Publication.slice : cost + max(receivers, 1)
    }
    return (count, last, actions)
  }

  /// Whether an event has not reached all of its subscribers, or a history does not have it yet.
  package func isOnItsWay(_ publication: PublicationID) -> Bool {
    broker.publications.contains(publication) || isBeingKept(publication)
  }
}
