internal import Tracing
package import WAMP

/// What the program bootstrapped to trace with, as calls and events use it.
package struct CallTracer: Sendable {
  private let tracer: any Tracer
  private let instrument: any Instrument

  /// Takes what is bootstrapped at this moment.
  ///
  /// - Returns: `nil` if nothing is: then nothing is done for it.
  package init?() {
    instrument = InstrumentationSystem.instrument
    if instrument is NoOpInstrument || instrument is NoOpTracer { return nil }
    tracer = InstrumentationSystem.tracer
  }

  /// What is sent to a router: a span, and what the router is told of it.
  package struct Sending: Sendable {
    package let trace: TraceContext
    fileprivate let span: any Span

    /// - Parameter error: `nil` if nothing failed.
    package func end(_ error: (any Error)?) { CallTracer.end(span, error) }
  }

  /// Begins the span of a call, as part of what its caller is doing.
  package func beginCall(_ procedure: String) -> Sending { begin(procedure, .client) }

  /// Begins the span of an event, as part of what its publisher is doing.
  package func beginPublishing(_ topic: String) -> Sending { begin(topic, .producer) }

  private func begin(_ name: String, _ kind: SpanKind) -> Sending {
    let span = begin(name, kind, in: .current ?? .topLevel)
    var trace = TraceContext()
    instrument.inject(span.context, into: &trace, using: TraceCarrier())
    return Sending(trace: trace, span: span)
  }

  private static func end(_ span: any Span, _ error: (any Error)?) {
    if let error {
      span.recordError(error)
      span.setStatus(SpanStatus(code: .error))
      if WAMPError.isForCallers(error) {
        span.attributes["error.type"] = WAMPError(answering: error).code.rawValue
      }
    }
    span.end()
  }

  /// Runs a handler in a span that continues a trace: `ServiceContext.current` is of that span.
  package func handling<Answer>(
    _ procedure: String, of trace: TraceContext, _ body: () async throws -> Answer
  ) async throws -> Answer {
    let span = begin(procedure, .server, in: context(of: trace))
    do {
      let answer = try await ServiceContext.$current.withValue(span.context, operation: body)
      Self.end(span, nil)
      return answer
    } catch {
      Self.end(span, error)
      throw error
    }
  }

  /// Runs a handler that does not wait in such a span.
  ///
  /// - Parameter body: returns what the call failed with, if it did not throw it.
  package func handling(
    _ procedure: String, of trace: TraceContext, _ body: () throws -> WAMPError?
  ) throws {
    let span = begin(procedure, .server, in: context(of: trace))
    do {
      Self.end(span, try ServiceContext.$current.withValue(span.context, operation: body))
    } catch {
      Self.end(span, error)
      throw error
    }
  }

  /// What a peer said of its trace, for spans that continue it.
  private func context(of trace: TraceContext) -> ServiceContext {
    var context = ServiceContext.topLevel
    instrument.extract(trace, into: &context, using: TraceCarrier())
    return context
  }

  private func begin(_ name: String, _ kind: SpanKind, in context: ServiceContext) -> any Span {
    let span = tracer.startAnySpan(name, context: context, ofKind: kind)
    span.attributes["rpc.system"] = "wamp"
    span.attributes["rpc.method"] = name
    return span
  }
}

/// Lets instruments write into a ``TraceContext`` and read from it.
struct TraceCarrier: Injector, Extractor {
  func inject(_ value: String, forKey key: String, into carrier: inout TraceContext) { carrier[key] = value }

  func extract(key: String, from carrier: TraceContext) -> String? { carrier[key] }
}
