@testable import WAMP
@testable import WAMPAuthentication

extension SimulatedRouter {
  /// A client that may come back has to know this.
  func makeToken(for session: SessionID) -> String {
    let token = simulation.draw { String($0.next(), radix: 36) }
    tokens[session] = token
    return token
  }

  /// The connection of a session was lost: its calls end.
  func suspend(_ session: SessionID) {
    if mends.contains(.lostCalls) { perform(realm.suspend(session)) }
    continueLeaving()
    continuePublishing()
  }

  /// Lets a session go on over another connection.
  ///
  /// - Returns: false if there is none for who says so.
  func resume(_ applicant: Applicant) -> Bool {
    guard let wanted = applicant.comesBack, let old = connections[wanted.session],
      isTold(wanted), isOwner(applicant.identity, of: wanted.session)
    else { return false }
    guard !realm.isPublishing, !resuming.contains(wanted.session) || !mends.contains(.oneReturn)
    else {
      simulation.after(.milliseconds(1)) { [self] in join(applicant) }
      return true
    }
    guard realm.move(wanted.session, to: applicant.outlet) else { return false }
    let end = applicant.end
    connections[wanted.session] = end
    resuming.insert(wanted.session)
    end.hop { end.beginsToResume() }
    if !mends.contains(.lateCalls) { suspend(wanted.session) }
    // In another turn, as with others that are let in.
    old.hop {
      let kept = old.handOver()
      old.toOwner { router in
        // All that came over the old connection is here: the calls among it were lost with that.
        if router.mends.contains(.lateCalls) { router.suspend(wanted.session) }
        end.hop { end.resumed(wanted.session, after: wanted.point, kept, or: applicant.withoutReturn) }
      }
    }
    return true
  }

  private func isTold(_ wanted: RouterSession.Return) -> Bool {
    guard let token = tokens[wanted.session] else { return false }
    return token == wanted.token || !mends.contains(.tokens)
  }

  /// Anonymous clients have nothing but the token, with which they get no session but one of theirs.
  private func isOwner(_ identity: Identity, of session: SessionID) -> Bool {
    guard let member = realm.member(session) else { return false }
    if !mends.contains(.owners) { return true }
    return member.authrole == identity.authrole
      && (identity.authmethod == Identity.anonymous || member.authid == identity.authid)
  }
}
