extension MetaProcedure {
  static let ofRegistrations = [
    MetaProcedure("wamp.registration.list") { realm, _, _ throws(WAMPError) in
      try realm.checkCount(realm.dealer.registrationCount, "registrations")
      return MatchPolicy.lists(realm.dealer.registrationIDs)
    },
    MetaProcedure("wamp.registration.lookup", ["procedure", "options"]) { realm, call, _ throws(WAMPError) in
      let procedure = try call.requiredText("procedure")
      let id = realm.dealer.lookUp(procedure, try call.match(in: "options"))
      return Value(id)
    },
    MetaProcedure("wamp.registration.match", ["procedure"]) { realm, call, _ throws(WAMPError) in
      let procedure = try call.requiredText("procedure")
      guard procedure.utf8.count <= realm.dealer.table.limits.uriLength else { return .null }
      return Value(realm.dealer.bestMatch(for: procedure))
    },
    MetaProcedure("wamp.registration.get", ["registration"]) { realm, call, _ throws(WAMPError) in
      try realm.dealer.registration(of: call).details
    },
    MetaProcedure("wamp.registration.list_callees", ["registration"]) { realm, call, _ throws(WAMPError) in
      try realm.list(realm.dealer.sessions(of: try realm.dealer.registration(of: call)), "callees")
    },
    MetaProcedure("wamp.registration.count_callees", ["registration"]) { realm, call, _ throws(WAMPError) in
      Value(UInt64(realm.dealer.sessions(of: try realm.dealer.registration(of: call)).count))
    },
    // Crossbar.io's: the specification leaves open how a registration comes to be revoked.
    MetaProcedure("wamp.registration.remove_callee", ["registration", "callee", "reason"]) {
      (realm, call, actions) throws(WAMPError) in
      let registration = try realm.dealer.registration(of: call)
      let callee: SessionID = try call.id("callee")
      let reason = try call.uri("reason").map(WAMPError.Code.init(_:))
      guard realm.dealer.sessions(of: registration).contains(callee) else {
        throw WAMPError(.noSuchSession, "session \(callee) is no callee of \(registration.id)")
      }
      realm.dealer.revoke(registration.id, from: callee, reason: reason, into: &actions)
      realm.announce(into: &actions)
      return nil
    },
  ]
}

extension Dealer {
  /// The registration that a meta procedure is asked about.
  fileprivate func registration(of call: MetaCall) throws(WAMPError) -> Registration {
    let id: RegistrationID = try call.id("registration")
    if let registration = registration(id) { return registration }
    throw .noSuchRegistration(id)
  }
}

extension MetaEvent {
  static func created(_ registration: Registration, by session: SessionID) -> MetaEvent {
    MetaEvent(.registrationCreated, [Value(session.rawValue), registration.details])
  }

  static func registered(_ id: RegistrationID, by session: SessionID) -> MetaEvent {
    MetaEvent(.registered, [Value(session.rawValue), Value(id.rawValue)])
  }

  static func unregistered(_ id: RegistrationID, from session: SessionID) -> MetaEvent {
    MetaEvent(.unregistered, [Value(session.rawValue), Value(id.rawValue)])
  }

  static func deleted(_ id: RegistrationID, from session: SessionID) -> MetaEvent {
    MetaEvent(.registrationDeleted, [Value(session.rawValue), Value(id.rawValue)])
  }
}

extension Registration {
  fileprivate var details: Value {
    [
      "id": Value(id.rawValue), "created": .string("\(created)"), "uri": .string(procedure),
      "match": .string(match.rawValue), "invoke": .string(invoke.rawValue),
    ]
  }
}
