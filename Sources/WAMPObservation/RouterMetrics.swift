internal import CoreMetrics
internal import WAMP

/// Tells a backend what a router did: readings in, reports out.
package struct RouterMetrics: Sendable {
  private let factory: any MetricsFactory
  /// Those that something was counted with, by their labels and the values of their dimensions.
  private var counters: [[String]: Counter] = [:]
  private var meters: [[String]: Meter] = [:]
  /// What was reported of each counter. Of what a reading takes back, nothing is reported until it came again.
  private var reported: [[String]: Int] = [:]

  /// Takes the backend that is bootstrapped at this moment.
  ///
  /// - Returns: `nil` if there is none.
  package init?() {
    guard let factory = Metric.factory else { return nil }
    self.factory = factory
  }

  /// Reports what came since the last reading, and what there is at the moment.
  package mutating func report(_ now: RouterReading) {
    count(now.acceptedConnections, .connections, "accepted")
    count(now.refusedConnections, .connections, "refused")
    for (realm, sessions) in now.sessions { measure(sessions, .sessions, realm) }
    for code in MessageCode.allCases {
      count(now.received[code], .messages, "in", "\(code)")
      count(now.sent[code], .messages, "out", "\(code)")
    }
    for outcome in CallOutcome.allCases {
      count(now.calls[outcome.index], .routerCalls, outcome.rawValue)
    }
    count(now.publishedEvents, .events, "published")
    count(now.deliveredEvents, .events, "delivered")
    count(now.droppedEvents, .events, "dropped")
    count(now.payloads.accepted, .payloads, "accepted")
    count(now.payloads.logged, .payloads, "logged")
    count(now.payloads.refused, .payloads, "refused")
    count(now.uncopiedBytes, .sentBytes, "no")
    for (reason, bytes) in now.copiedBytes {
      count(bytes, .sentBytes, reason)
    }
    measure(now.heldBytes, .heldBytes)
  }

  private mutating func count(_ total: Int, _ metric: Metric, _ values: String...) {
    let key = [metric.label] + values
    let amount = total - reported[key, default: 0]
    guard amount > 0 else { return }
    reported[key] = total
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
