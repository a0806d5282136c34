// How the router tells a subscriber that events were dropped which it was to get: in the next one of the subscription.

extension Message.Event {
  /// The same event, which says that others before it were dropped.
  package var afterLoss: Message.Event {
    var event = self
    event.details[Options.eventLoss] = true
    return event
  }

  /// Whether the router dropped events of the subscription between the last one that it sent and this one.
  package var followsLoss: Bool { details.tellsOfLoss }
}

extension Options {
  /// The detail of EVENT, in every format. Only the router writes it: options of PUBLISH that it does not know are not
  /// passed on.
  fileprivate static let eventLoss = "x_flatwire_missed"

  /// Whether details of an event say that others before it were dropped.
  package var tellsOfLoss: Bool { !isEmpty && self[Self.eventLoss] == true }
}
