internal import CoreMetrics
internal import WAMP

/// Tells a backend what a router did: readings in, reports out.
package struct RouterMetrics: Sendable {
  private let factory: any MetricsFactory
  /// Those that something was counted with, by their labels and the values of their dimensions.
  private var counters: [[String]: Counter] = [:]
  private var meters: [[String]: Meter] = [:]
  private var last = RouterReading()

  /// Takes the backend that is bootstrapped at this moment.
  ///
  /// - Returns: `nil` if there is none.
  package init?() {
    guard let factory = Metric.factory else { return nil }
    self.factory = factory
  }

  /// Reports what came since the last reading, and what there is at the moment.
  package mutating func report(_ now: RouterReading) {
    count(now.acceptedConnections - last.acceptedConnections, .connections, "accepted")
    count(now.refusedConnections - last.refusedConnections, .connections, "refused")
    for (realm, sessions) in now.sessions { measure(sessions, .sessions, realm) }
    for code in MessageCode.allCases {
      count(now.received[code] - last.received[code], .messages, "in", "\(code)")
      count(now.sent[code] - last.sent[code], .messages, "out", "\(code)")
    }
    for outcome in CallOutcome.allCases {
      count(now.calls[outcome.index] - last.calls[outcome.index], .routerCalls, outcome.rawValue)
    }
    count(now.publishedEvents - last.publishedEvents, .events, "published")
    count(now.deliveredEvents - last.deliveredEvents, .events, "delivered")
    count(now.droppedEvents - last.droppedEvents, .events, "dropped")
    count(now.uncopiedBytes - last.uncopiedBytes, .sentBytes, "no")
    for (reason, bytes) in now.copiedBytes {
      count(bytes - last.copiedBytes[reason, default: 0], .sentBytes, reason)
    }
    measure(now.heldBytes, .heldBytes)
    last = now
  }

  private mutating func count(_ amount: Int, _ metric: Metric, _ values: String...) {
    guard amount > 0 else { return }
    let key = [metric.label] + values
    let counter = counters[key] ?? metric.counter(values, from: factory)
    counters[key] = counter
    counter.increment(by: amount)
  }

  private mutating func measure(_ amount: Int, _ metric: Metric, _ values: String...) {
    let key = [metric.label] + values
    let meter = meters[key] ?? metric.meter(values, from: factory)
    meters[key] = meter
    meter.set(amount)
  }
}

extension RouterMetrics {
  /// What the calls of a procedure of the router's own process are timed with.
  package func timer(of procedure: String) -> LocalCallTimer {
    LocalCallTimer(timer: Metric.localCalls.timer([procedure], from: factory))
  }
}

/// Reports how long the calls of one procedure take.
package struct LocalCallTimer: Sendable {
  fileprivate let timer: CoreMetrics.Timer

  package func ended(since start: ContinuousClock.Instant) { timer.record(since: start) }
}
