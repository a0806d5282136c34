internal import WAMP
internal import WAMPObservation

/// What a session is watched with, as it was bootstrapped when the session was opened first.
struct ClientObservation: Sendable {
  private let tracer: CallTracer?
  private let metrics: ClientMetrics?

  /// - Returns: `nil` if nothing was bootstrapped: then calls cost what they cost without it.
  init?() {
    (tracer, metrics) = (CallTracer(), ClientMetrics())
    if tracer == nil, metrics == nil { return nil }
  }

  /// A call being watched.
  struct Call: Sendable {
    fileprivate let sending: CallTracer.Sending?
    fileprivate let metrics: ClientMetrics?
    fileprivate let start = ContinuousClock.now

    /// What the router is told of the call's trace.
    var trace: TraceContext { sending?.trace ?? TraceContext() }

    /// - Parameter error: what the call failed with; `nil` if it had a result.
    func end(_ error: (any Error)?) {
      metrics?.ended(CallOutcome(error), since: start)
      sending?.end(error)
    }
  }

  /// The session has a connection again.
  func reconnected() { metrics?.reconnected() }

  /// Told how many events a stream drops; `nil` if nobody wants to know.
  var onDrop: (@Sendable (Int) -> Void)? {
    guard let metrics else { return nil }
    return { metrics.dropped($0) }
  }

  func begin(_ procedure: String) -> Call {
    Call(sending: tracer?.beginCall(procedure), metrics: metrics)
  }

  /// Watches an event until the router has it.
  func publishing<Answer>(
    _ topic: String, _ body: (TraceContext) async throws -> Answer
  ) async throws -> Answer {
    guard let sending = tracer?.beginPublishing(topic) else { return try await body(TraceContext()) }
    do {
      let answer = try await body(sending.trace)
      sending.end(nil)
      return answer
    } catch {
      sending.end(error)
      throw error
    }
  }

  /// A handler whose invocations are traced.
  func watching(_ uri: String, _ handler: @escaping ClientConnection.Handler) -> ClientConnection.Handler {
    guard let tracer else { return handler }
    return { call in
      try await tracer.handling(call.procedure ?? uri, of: call.trace) { try await handler(call) }
    }
  }
}
