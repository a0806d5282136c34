extension MetaProcedure {
  static let ofSessions = [
    MetaProcedure("wamp.session.count", ["filter_authroles"]) { realm, call, _ throws(WAMPError) in
      Value(UInt64(realm.members.count(of: try call.texts("filter_authroles"))))
    },
    MetaProcedure("wamp.session.list", ["filter_authroles"]) { realm, call, _ throws(WAMPError) in
      let roles = try call.texts("filter_authroles")
      return try realm.list(realm.members.ids(of: roles), "sessions")
    },
    MetaProcedure("wamp.session.get", ["session"]) { realm, call, _ throws(WAMPError) in
      let id: SessionID = try call.id("session")
      guard let member = realm.members[id], let details = realm.members.details[id] else {
        throw .noSuchSession(id)
      }
      return details.value(of: member)
    },
  ]
}

extension MetaEvent {
  static func joined(_ member: Member, _ details: SessionDetails) -> MetaEvent {
    MetaEvent("wamp.session.on_join", [details.value(of: member)])
  }

  static func left(_ member: Member) -> MetaEvent {
    MetaEvent(
      "wamp.session.on_leave", [Value(member.id.rawValue), Value(member.authid), Value(member.authrole)])
  }
}

extension Realm {
  /// Identifiers as a result.
  ///
  /// - Throws: ``WAMPError/Code/unavailable`` if there are more than one answer may have.
  func list(_ ids: [some WAMPIdentifier], _ what: String) throws(WAMPError) -> Value {
    let limit = dealer.table.limits.listedIDs
    guard ids.count <= limit else {
      throw WAMPError(.unavailable, "there are \(ids.count) \(what), more than the \(limit) of one answer")
    }
    return .list(ids.map { Value($0.rawValue) })
  }
}

extension WAMPError {
  static func noSuchSession(_ id: SessionID) -> WAMPError { WAMPError(.noSuchSession, "no session \(id)") }
}
