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

  @Test func `the most specific permission of a role decides`() {
    var permissions = Permissions.closed
    permissions.grant(.all, to: "admin", on: "", .prefix)
    permissions.grant([.call, .subscribe], to: "guest", on: "a.", .prefix)
    permissions.grant([], to: "guest", on: "a.secret", .exact)
    permissions.grant(.call, to: "guest", on: "b..open", .wildcard)
    func may(_ role: String?, _ action: Permissions.Actions, _ uri: String) -> Bool {
      permissions.allow(action, uri.utf8.span, to: role)
    }
    #expect(may("admin", .register, "x.y"))
    #expect(may("guest", .call, "a.b") && !may("guest", .publish, "a.b"))
    #expect(!may("guest", .call, "a.secret"))
    #expect(may("guest", .call, "b.x.open") && !may("guest", .call, "b.x.shut"))
    #expect(!may(nil, .call, "a.b") && !may("nobody", .call, "a.b"))
    let gate = gate { $0.permissions = permissions }
    #expect(gate.verdict(on: "a.there".utf8.span, from: "guest") == .invoke(RegistrationID(9)))
    #expect(gate.verdict(on: "a.there".utf8.span, from: "nobody") == .refuse(.notAuthorized))
    #expect(gate.verdict(on: "a.here".utf8.span, from: nil) == .refuse(.notAuthorized))
  }
}
