internal import NIOCore
internal import WAMP

/// What comes to the reader of a subscription, in order.
enum EventArrival: Sendable {
  case event(Message.Event)
  /// The router has confirmed the subscription once more, over another connection: events before may be missing.
  case subscribedAgain
  /// The reader wanted to be woken: see ``EventSource/wake(_:after:)``.
  case alarm(Int)

  /// The same without more memory than its own.
  var detached: EventArrival {
    if case .event(let event) = self { .event(event.detached) } else { self }
  }
}

extension EventSource {
  /// Has the reader get an alarm behind all that has come by then.
  ///
  /// - Parameter alarm: what the reader knows it by.
  func wake(_ alarm: Int, after delay: Duration) {
    let buffer = buffer
    owner.eventLoop.scheduleTask(in: TimeAmount(delay)) { _ = buffer.append(.alarm(alarm), size: 0) }
  }
}
