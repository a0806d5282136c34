extension MetaProcedure {
  /// Those that end sessions. The caller's own is never among them.
  static let ofKilling = [
    MetaProcedure("wamp.session.kill", ["session", "reason", "message"]) {
      (realm, call, actions) throws(WAMPError) in
      let id: SessionID = try call.id("session")
      let killing = try call.killing()
      guard id != call.caller.id, realm.members[id] != nil else { throw .noSuchSession(id) }
      try realm.kill([id], killing, into: &actions)
      return nil
    },
    MetaProcedure("wamp.session.kill_by_authid", ["authid", "reason", "message"]) {
      (realm, call, actions) throws(WAMPError) in
      let authid = try call.requiredText("authid")
      let killing = try call.killing()
      let others = realm.members.ids { $0.authid == authid && $0.id != call.caller.id }
      let answer = try realm.list(others, "sessions")
      try realm.kill(others, killing, into: &actions)
      return answer
    },
    MetaProcedure("wamp.session.kill_by_authrole", ["authrole", "reason", "message"]) {
      (realm, call, actions) throws(WAMPError) in
      let authrole = try call.requiredText("authrole")
      let killing = try call.killing()
      let others = realm.members.ids { $0.authrole == authrole && $0.id != call.caller.id }
      try realm.kill(others, killing, into: &actions)
      return Value(UInt64(others.count))
    },
    MetaProcedure("wamp.session.kill_all", ["reason", "message"]) {
      (realm, call, actions) throws(WAMPError) in
      // The specification wants neither meta events nor testaments of a realm that is emptied.
      let killing = try call.killing(isSilent: true)
      let others = realm.members.ids { $0.id != call.caller.id }
      try realm.kill(others, killing, into: &actions)
      return Value(UInt64(others.count))
    },
  ]
}

extension MetaCall {
  /// What those are told who are killed.
  ///
  /// - Throws: ``WAMPError/Code/invalidURI`` for a reason that is none.
  fileprivate func killing(isSilent: Bool = false) throws(WAMPError) -> Realm.Killing {
    let reason = try uri("reason") ?? WAMPError.Code.closeKilled.rawValue
    let goodbye = Message.Goodbye(reason: reason, message: try text("message"))
    return Realm.Killing(goodbye: goodbye, isSilent: isSilent)
  }
}
