internal import SharedBytes
internal import WAMP
internal import WAMPObservation

/// What procedures of a router's own process are watched with, as it was bootstrapped when the router was started.
struct RouterObservation: Sendable {
  private let tracer = CallTracer()
  let metrics = RouterMetrics()

  /// A procedure that is timed and traced; as it is if nobody wants that.
  func watching(
    _ uri: String, _ body: @escaping LocalProcedure
  ) -> LocalProcedure {
    let timer = metrics?.timer(of: uri)
    guard let tracer else {
      guard let timer else { return body }
      return { invocation in
        let start = ContinuousClock.now
        defer { timer.ended(since: start) }
        return try await body(invocation)
      }
    }
    return { invocation in
      let start = ContinuousClock.now
      defer { timer?.ended(since: start) }
      return try await tracer.handling(uri, of: invocation.trace) { try await body(invocation) }
    }
  }

  /// A responder whose calls are timed and traced; the same one if nobody wants that.
  func watching(_ uri: String, _ responder: InlineResponder) -> InlineResponder {
    let timer = metrics?.timer(of: uri)
    guard tracer != nil || timer != nil else { return responder }
    return InlineResponder(responder) { call, answering in
      let start = ContinuousClock.now
      defer { timer?.ended(since: start) }
      guard let tracer else { return try answering() }
      try tracer.handling(uri, of: call.trace) { try call.failure(of: answering) }
    }
  }
}
