internal import NIOCore
internal import WAMP

extension ClientConnection {
  /// The most bytes of handlers' answers that are kept, in case that the router has not received them.
  private static let answerLimit = 4 << 20

  /// The session is a new one, whatever it was to be.
  func startAnew(resumable: Bool) {
    forget()
    answers = resumable ? ReplayLog(limit: Self.answerLimit) : nil
  }

  /// Nothing of the session is left.
  func forget() {
    subscribers.removeAll()
    handlers.removeAll()
    for invocation in running.values { invocation.task.cancel() }
    running.removeAll()
  }

  /// The session goes on.
  func resumed(_ welcome: Message.Welcome, _ point: ResumptionPoint.OfRouter) {
    guard let missed = answers?.messages(after: point.answers) else {
      owner.failed(attempt, WAMPError(.unavailable, "answers that the router has not received are gone"))
      return perform(session.close())
    }
    for message in missed { send(message) }
    dropUnwanted()
    owner.resumed(self, welcome)
  }

  /// Ends at the router what was ended here meanwhile.
  private func dropUnwanted() {
    for (id, readers) in subscribers {
      let wanted = readers.filter { owner.subscriptions[$0.order] != nil }
      guard wanted.count < readers.count else { continue }
      subscribers[id] = wanted
      for _ in wanted.count..<readers.count { unsubscribe(id, nil) }
    }
    let wanted = Set(owner.registrations.values.compactMap(\.id))
    for id in handlers.keys where !wanted.contains(id) {
      handlers[id] = nil
      unregister(id, nil)
    }
  }
}
