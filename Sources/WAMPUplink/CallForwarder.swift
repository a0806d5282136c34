internal import WAMP
internal import WAMPClient

/// Answers calls that come from outside with what the procedures inside answer: payloads as they come, undecoded.
struct CallForwarder: Sendable {
  let inside: WAMPSession
  let outside: WAMPSession

  /// How many results of a call wait to be passed on: what is answered from a store comes at once, a page of a replica's
  /// rows in 10 000 parts.
  private static let waiting = EventBuffering(maxEvents: 65_536, overflow: .fail)

  /// - Parameter pattern: what is registered outside.
  func answer(_ call: Invocation, of pattern: URIPattern) async throws -> Payload {
    do {
      return try await pass(call, pattern)
    } catch let error as WAMPError where error.endedSession {
      throw WAMPError.uplinkEnded
    }
  }

  private func pass(_ call: Invocation, _ pattern: URIPattern) async throws -> Payload {
    let procedure = try procedure(of: call, pattern)
    // Of no time at all the other router says that there is no limit.
    let options = CallOptions(timeout: call.timeout.flatMap { $0 > .zero ? $0 : nil })
    guard let progress = call.progress else {
      let result =
        call.isInParts
        ? try await inside.call(procedure, parts: call.parts, options: options)
        : try await inside.call(procedure, call.payload, options: options)
      return try outgoing(result.payload, of: procedure)
    }
    let results =
      call.isInParts
      ? try await inside.results(
        of: procedure, parts: call.parts, options: options, within: CallForwarder.waiting)
      : try await inside.results(of: procedure, call.payload, options: options, within: CallForwarder.waiting)
    for try await result in results {
      let payload = try outgoing(result.payload, of: procedure)
      guard result.progress else { return payload }
      try await progress.send(payload)
    }
    throw WAMPError.uplinkEnded
  }

  /// What is called. Who is outside may name what it likes, but nothing that is not offered.
  private func procedure(of call: Invocation, _ pattern: URIPattern) throws(WAMPError) -> String {
    if pattern.match == .exact { return pattern.text }
    guard let procedure = call.procedure else {
      throw WAMPError(.invalidArgument, "the router does not say which procedure of \(pattern) is called")
    }
    guard pattern.covers(URIPattern(procedure)), !URI.isReserved(procedure) else {
      throw WAMPError(.noSuchProcedure, "\(procedure.quoted) is not one of \(pattern)")
    }
    return procedure
  }

  /// A payload in a form that the other router takes: a record changes it, never its bytes.
  private func outgoing(_ payload: Payload, of procedure: String) throws(WAMPError) -> Payload {
    guard let payload = payload.adapted(to: outside.routerRoles, as: .dealer) else {
      throw WAMPError(.featureNotSupported, "the router takes no passthru payloads, as \(procedure) answers")
    }
    return payload
  }
}

extension WAMPError {
  fileprivate static var uplinkEnded: WAMPError {
    WAMPError(.canceled, "the uplink has ended that leads to the procedure")
  }
}
