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
    MetaEvent(.joined, [details.value(of: member)])
  }

  static func left(_ member: Member) -> MetaEvent {
    MetaEvent(
      .left, [Value(member.id.rawValue), Value(member.authid), Value(member.authrole)])
  }
}
