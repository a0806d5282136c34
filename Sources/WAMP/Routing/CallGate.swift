package import SharedBytes

/// Decides about calls, over one state of a realm's routing table: pure, the same for every way a call comes.
///
/// Asked on the caller's event loop with the received bytes, and by the dealer for all that is not answered there.
/// A loop's table may be older than the dealer's: only ``Verdict/answerHere(responder:)`` is final there, and what
/// it names never changes its meaning; everything else the dealer decides again.
package struct CallGate: Sendable {
  package let table: RoutingTable

  package init(_ table: RoutingTable) { self.table = table }

  /// What becomes of a call.
  package enum Verdict: Sendable, Equatable {
    case answerHere(responder: Int)
    case answerInRealm(procedure: Int)
    case invoke(RegistrationID)
    case refuse(Refusal)
  }

  /// Why a call is refused.
  package enum Refusal: Sendable, Equatable {
    case uriTooLong, noSuchProcedure, notAuthorized, tooManyCalls
  }

  /// - Parameters:
  ///   - pending: how many calls of the caller wait for an answer.
  ///   - isAuthorized: whether an authorizer has allowed the call, so that permissions are not asked.
  @inline(__always)
  package func verdict(
    on procedure: Span<UInt8>, from role: String?, pending: Int = 0, isAuthorized: Bool = false
  ) -> Verdict {
    guard procedure.count <= table.limits.uriLength else { return .refuse(.uriTooLong) }
    guard let route = table.procedures.exact(procedure) ?? table.pattern(covering: procedure) else {
      return .refuse(.noSuchProcedure)
    }
    guard isAuthorized || table.permissions.allow(.call, procedure, to: role) else {
      return .refuse(.notAuthorized)
    }
    switch route {
    case .callersLoop(let responder): return .answerHere(responder: responder)
    case .realm(let procedure): return .answerInRealm(procedure: procedure)
    case .registration(let id):
      return pending < table.limits.pendingCalls ? .invoke(id) : .refuse(.tooManyCalls)
    }
  }

  /// Whether a callee that did not ask is told who calls: if the caller wishes it, or its permissions say so.
  package func discloses(_ call: Message.Call, from role: String?) -> Bool {
    call.discloseMe || table.permissions.discloses(.call, call.procedure, of: role)
  }

  /// What the request of a call, and what answers it, have to be; `nil` if nobody says.
  @inline(__always)
  package func check(of procedure: Span<UInt8>) -> CheckedProcedure? { table.check(of: procedure) }

  /// The record that a procedure answered on the caller's loop takes.
  ///
  /// - Throws: `wamp.error.invalid_argument` for any other payload.
  package func record(of call: Message.Call) throws(WAMPError) -> (bytes: SharedBytes, form: RecordForm) {
    guard let record = call.payload.record else {
      throw WAMPError(.invalidArgument, "\(call.procedure.quoted) takes one record")
    }
    return record
  }

  /// A refusal as the caller sees it.
  package func error(_ refusal: Refusal, of procedure: String) -> WAMPError {
    switch refusal {
    case .uriTooLong: return WAMPError.uriTooLong(procedure, limit: table.limits.uriLength)
    case .notAuthorized: return WAMPError(.notAuthorized, "\(procedure.quoted) may not be called")
    case .tooManyCalls:
      return WAMPError(.unavailable, "\(table.limits.pendingCalls) calls wait for an answer already")
    case .noSuchProcedure:
      guard let fault = URI.fault(in: procedure) else {
        return WAMPError(.noSuchProcedure, "no procedure \(procedure.quoted)")
      }
      return WAMPError(.invalidURI, "\(procedure.quoted) is not a procedure: \(fault)")
    }
  }
}
