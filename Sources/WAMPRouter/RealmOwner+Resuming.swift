internal import NIOCore
internal import WAMP
internal import WAMPAuthentication

extension RealmOwner {
  /// A client that may come back has to know this; nobody can guess it.
  func makeToken(for session: SessionID) -> String? {
    guard limits.resumptionTime > .zero, tokens.count < limits.resumableSessions else { return nil }
    var generator = SystemRandomNumberGenerator()
    let token = (0..<2).map { _ in String(generator.next(), radix: 36) }.joined()
    tokens[session] = token
    return token
  }

  /// The connection of a session was lost, and its client may come back.
  func suspend(_ session: SessionID) {
    perform(realm.suspend(session))
    account()
    continueLeavingLater()
    continuePublishingLater()
  }

  /// Lets a session go on over another connection.
  ///
  /// - Returns: false if there is none for who says so.
  func resume(_ applicant: Applicant) -> Bool {
    guard let wanted = applicant.comesBack, !isShuttingDown, let old = outlets[wanted.session],
      old.format == applicant.outlet.format, let token = tokens[wanted.session],
      Secret(token) == Secret(wanted.token), isOwner(applicant.identity, of: wanted.session)
    else { return false }
    guard !realm.isPublishing, !resuming.contains(wanted.session) else {
      // An event on its way to very many must neither miss nor meet it twice, and one comes back after the other.
      eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) { self.join(applicant) }
      return true
    }
    guard realm.move(wanted.session, to: applicant.outlet) else { return false }
    outlets[wanted.session] = applicant.outlet
    resuming.insert(wanted.session)
    let (name, connection) = (realm.name, applicant.connection)
    let owner = Handle(self, eventLoop: eventLoop)
    loops[applicant.outlet.loop].perform { _ in connection.value.beginsToResume(wanted.session) }
    // In another turn, as with others that are let in.
    loops[old.loop].eventLoop.execute { [loops] in
      let lost =
        old.loop == applicant.outlet.loop
        ? connection.value.predecessor : loops[old.loop].value.replicas[name]?.connection(of: wanted.session)
      let kept = lost?.handOver()
      owner.eventLoop.execute {
        // All that came over the old connection is here. The calls among it were lost with that: the client, which has
        // noticed earlier than the router, has forgotten them.
        owner.value.suspend(wanted.session)
        connection.eventLoop.execute {
          connection.value.resumed(wanted.session, after: wanted.point, kept, or: applicant.withoutReturn)
        }
      }
    }
    return true
  }

  /// Anonymous clients have nothing but the token, with which they get no session but one of theirs.
  private func isOwner(_ identity: Identity, of session: SessionID) -> Bool {
    guard let member = realm.member(session), member.authrole == identity.authrole else { return false }
    // A cookie stands for the method by which its client proved the same before.
    guard
      realm.authmethod(of: session) == identity.authmethod
        || identity.authmethod == AuthenticationMethod.cookie.rawValue
    else { return false }
    return identity.authmethod == Identity.anonymous || member.authid == identity.authid
  }
}
