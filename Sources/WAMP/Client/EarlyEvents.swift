/// Events that arrived before the SUBSCRIBED of their subscription.
///
/// Held while a SUBSCRIBE is pending, up to a limit, and delivered after it was answered.
struct EarlyEvents: Sendable {
  static let limit = 1024
  private var events: [SubscriptionID: [Message.Event]] = [:]
  private var count = 0

  var isEmpty: Bool { count == 0 }

  mutating func hold(_ event: Message.Event) {
    guard count < Self.limit else { return }
    events[event.subscription, default: []].append(event)
    count += 1
  }

  mutating func take(_ subscription: SubscriptionID) -> [Message.Event] {
    let taken = events.removeValue(forKey: subscription) ?? []
    count -= taken.count
    return taken
  }

  mutating func removeAll() {
    events.removeAll()
    count = 0
  }
}
