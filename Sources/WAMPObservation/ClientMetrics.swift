internal import CoreMetrics

/// Where a session reports what it does.
package struct ClientMetrics: Sendable {
  /// In the order of ``CallOutcome/index``.
  private let calls: [CoreMetrics.Timer]
  private let reconnections: Counter
  private let droppedEvents: Counter

  /// Takes the backend that is bootstrapped at this moment.
  ///
  /// - Returns: `nil` if there is none.
  package init?() {
    guard let factory = Metric.factory else { return nil }
    calls = CallOutcome.allCases.map { Metric.clientCalls.timer([$0.rawValue], from: factory) }
    reconnections = Metric.reconnections.counter(from: factory)
    droppedEvents = Metric.droppedEvents.counter(from: factory)
  }

  package func ended(_ outcome: CallOutcome, since start: ContinuousClock.Instant) {
    calls[outcome.index].record(since: start)
  }

  package func reconnected() { reconnections.increment() }

  package func dropped(_ events: Int) { droppedEvents.increment(by: events) }
}
