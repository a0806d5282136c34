extension Message.Event {
  /// How many bytes it keeps in memory, apart from what they lie in.
  package var byteCount: Int { payload.byteCount + details.byteCount }

  /// The event with bytes of its own, if they are few: for whoever keeps it.
  package var detached: Message.Event {
    var event = self
    event.payload = payload.detached
    event.details = details.detached
    return event
  }
}
