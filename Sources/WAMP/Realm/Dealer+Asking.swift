// What the meta API tells of registrations. Those whose callees are gone are none any more, whenever what is left of them
// is worked off.
extension Dealer {
  /// A registration that has a callee.
  func registration(_ id: RegistrationID) -> Registration? {
    guard let registration = registrations[id], registration.callees.all.contains(where: isHere) else {
      return nil
    }
    return registration
  }

  var registrationIDs: [MatchPolicy: [RegistrationID]] {
    registrations.values.reduce(into: [:]) { lists, registration in
      guard registration.callees.all.contains(where: isHere) else { return }
      lists[registration.match, default: []].append(registration.id)
    }
  }

  /// The registration of exactly this pattern.
  func lookUp(_ procedure: String, _ match: MatchPolicy) -> RegistrationID? {
    id(of: table.procedures[procedure, match])
  }

  /// The registration that a call of the procedure would go to.
  func bestMatch(for procedure: String) -> RegistrationID? {
    let uri = procedure.utf8.span
    return id(of: table.procedures.exact(uri) ?? table.pattern(covering: uri))
  }

  private func id(of route: RoutingTable.Route?) -> RegistrationID? {
    guard case .registration(let id) = route else { return nil }
    return registration(id)?.id
  }

  /// The callees of a registration in the order they registered; the router's own process is no session.
  func sessions(of registration: Registration) -> [SessionID] {
    registration.callees.all.compactMap { callee in
      guard case .session(let session) = callee, isHere(callee) else { return nil }
      return session
    }
  }
}
