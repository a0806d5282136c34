@testable import WAMP
@testable import WAMPAuthentication

extension SimulatedRouter {
  /// Goes by other rules from now on: somebody has a new secret, and something else is denied.
  func changeRules() throws {
    guard let name = simulation.pick(rules.secrets.keys.sorted()), let persona = personas[name] else {
      return
    }
    rules = try Rules(after: rules, changing: persona)
    simulation.trace("rules \(rules.number): \(name) has another secret")
    if mends.contains(.freshDecisions) {
      realm.change(try rules.permissions)
    } else {
      realm.dealer.table.permissions = try rules.permissions
    }
    simulation.shadow.goes(by: rules, from: simulation.now)
  }

  /// What the closure says that checks somebody's ticket.
  func accepts(_ answer: Message.Authenticate, of name: String, by rules: Rules) -> Bool {
    guard let persona = personas[name], let secret = rules.secrets[name] else { return false }
    return persona.accepts(answer, secret)
  }

  /// An authorizer goes by the rules of which it is. It takes its time, and sometimes fails.
  func authorize(_ request: AuthorizationRequest) {
    let isAllowed =
      request.uri.hasPrefix("wamp.")
      || rules.allows(request.uri, request.match, to: request.authrole ?? "")
    let isCached = simulation.chance(50)
    let isFailing = simulation.chance(3)
    let time = simulation.chance(5) ? simulation.delay(500...3000) : simulation.delay(0...50)
    simulation.after(time) { [self] in
      let decision: Authorization = isAllowed ? .allowed(cached: isCached) : .denied(cached: isCached)
      perform(realm.authorized(request.session, isFailing ? nil : decision))
      continuePublishing()
    }
  }
}
