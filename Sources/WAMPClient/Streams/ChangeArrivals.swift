package import FlatBuffersRuntime
internal import WAMP

/// What comes to who follows the published changes of a table, in order, with all that tells whether some are missing.
package enum ChangeArrival<Record: FlatTable & ~Escapable>: Sendable {
  /// - Parameters:
  ///   - sequence: the event's number, which grows by one with each.
  ///   - followsLoss: whether the router dropped events right before it.
  case change(sequence: UInt64, followsLoss: Bool, PublishedChange<Record>)
  /// The router has confirmed the subscription once more, over another connection: changes before may be missing.
  case subscribedAgain
  /// The reader wanted to be woken.
  case alarm(Int)
}

/// The subscription of a topic that changes are published to; it ends when nobody holds this any more.
package struct ChangeArrivals<Record: FlatTable & ~Escapable>: Sendable {
  private let events: Events<ChangeArrival<Record>>

  init(_ events: Events<ChangeArrival<Record>>) { self.events = events }

  /// How many arrivals found no room.
  package var dropped: Int { events.dropped }

  /// - Returns: `nil` when the session was closed from here.
  /// - Throws: what the session or the subscription ended with; `CancellationError`.
  package func next() async throws -> ChangeArrival<Record>? { try await events.source.next() }

  /// Has the reader get an alarm behind all that has come by then.
  package func wake(_ alarm: Int, after delay: Duration) { events.source.wake(alarm, after: delay) }
}

extension WAMPSession {
  /// As `changes(on:buffering:)`, with all that tells whether some are missing.
  package func changeArrivals<Record: FlatTable & ~Escapable>(
    on topic: String, buffering: EventBuffering
  ) async throws -> ChangeArrivals<Record> {
    ChangeArrivals(
      try await subscribe(
        to: topic, SubscribeOptions(), buffering, tellsOfReturn: true,
        arrivals: { arrival in
          switch arrival {
          case .alarm(let alarm): return .alarm(alarm)
          case .subscribedAgain: return .subscribedAgain
          case .event(let event):
            let event = try PublishedChangeEvent<Record>(event, of: topic)
            return .change(
              sequence: event.details.sequence, followsLoss: event.followsLoss, event.change)
          }
        }))
  }
}
