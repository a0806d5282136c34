/// Events that arrived before the SUBSCRIBED of their subscription.
///
/// Held while a SUBSCRIBE is pending, up to a limit, and delivered after it was answered.
struct EarlyEvents: Sendable {
  static let limit = 1024
  static let byteLimit = 16 << 20
  private var events: [SubscriptionID: [Message.Event]] = [:]
  private var count = 0
  private var bytes = 0

  var isEmpty: Bool { count == 0 }

  mutating func hold(_ event: Message.Event) {
    let size = event.byteCount
    guard count < Self.limit, bytes + size <= Self.byteLimit else { return }
    events[event.subscription, default: []].append(event.detached)
    count += 1
    bytes += size
  }

  mutating func take(_ subscription: SubscriptionID) -> [Message.Event] {
    let taken = events.removeValue(forKey: subscription) ?? []
    count -= taken.count
    for event in taken { bytes -= event.byteCount }
    return taken
  }

  mutating func removeAll() {
    events.removeAll()
    count = 0
    bytes = 0
  }
}
