import SharedBytes
import Testing

@testable import WAMP

/// What the one gate decides about calls, permissions and sizes.
@Suite struct CallGateTests {
  private func gate(_ change: (inout RoutingTable) -> Void = { _ in }) -> CallGate {
    var limits = RealmLimits()
    limits.uriLength = 20
    limits.pendingCalls = 2
    var table = RoutingTable(limits: limits)
    table.procedures.insert(.callersLoop(responder: 4), for: "a.here", .exact)
    table.procedures.insert(.registration(RegistrationID(9)), for: "a.there", .exact)
    change(&table)
    return CallGate(table)
  }

  @Test(arguments: [
    ("a.here", 0, CallGate.Verdict.answerHere(responder: 4)), ("a.here", 2, .answerHere(responder: 4)),
    ("a.there", 1, .invoke(RegistrationID(9))), ("a.there", 2, .refuse(.tooManyCalls)),
    ("a.nowhere", 0, .refuse(.noSuchProcedure)), ("a..b", 0, .refuse(.noSuchProcedure)),
    ("a.b.c.d.e.f.g.h.i.j.k", 0, .refuse(.uriTooLong)),
  ])
  func `a call goes where its URI leads`(procedure: String, pending: Int, verdict: CallGate.Verdict) {
    #expect(gate().verdict(on: procedure.utf8.span, from: "anonymous", pending: pending) == verdict)
  }

  @Test func `a refusal says what was wrong, and repeats little`() {
    let gate = gate()
    #expect(gate.error(.noSuchProcedure, of: "a.x").code == .noSuchProcedure)
    let fault = gate.error(.noSuchProcedure, of: "a.\u{7}x")
    #expect(fault.code == .invalidURI)
    #expect(fault.message.contains("U+0007"))
    let long = gate.error(.uriTooLong, of: String(repeating: "x", count: 1 << 20))
    #expect(long.code == .invalidURI)
    #expect(long.message.utf8.count < 300)
    #expect(gate.error(.tooManyCalls, of: "a.x").code == .unavailable)
  }

  @Test func `permissions decide, unless an authorizer has`() throws {
    var permissions = Permissions()
    try permissions.grant([.call, .subscribe], to: "guest", on: "a.", .prefix)
    permissions.authorize("asked") { _ in .allowed() }
    let gate = gate { $0.permissions = permissions }
    func verdict(_ procedure: String, _ role: String?, isAuthorized: Bool = false) -> CallGate.Verdict {
      gate.verdict(on: procedure.utf8.span, from: role, isAuthorized: isAuthorized)
    }
    #expect(verdict("a.there", "guest") == .invoke(RegistrationID(9)))
    #expect(verdict("a.there", "nobody") == .refuse(.notAuthorized))
    #expect(verdict("a.here", nil) == .refuse(.notAuthorized))
    #expect(verdict("a.here", "asked") == .refuse(.notAuthorized))
    #expect(verdict("a.here", "asked", isAuthorized: true) == .answerHere(responder: 4))
  }

  @Test func `where everything is allowed, an authorizer still has its say`() {
    var permissions = Permissions.open
    permissions.authorize("asked") { _ in .denied() }
    let gate = gate { $0.permissions = permissions }
    let here = "a.here".utf8.span
    #expect(gate.verdict(on: here, from: "asked") == .refuse(.notAuthorized))
    #expect(gate.verdict(on: here, from: "anybody") == .answerHere(responder: 4))
    #expect(!permissions.allow(.publish, "a.", .prefix, to: "asked"))
  }
}
