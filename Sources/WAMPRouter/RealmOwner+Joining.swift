internal import NIOCore
internal import WAMP

extension RealmOwner {
  /// Lets a client in, or not; tells its connection in another turn of the loop, even where both loops are one: what
  /// comes together with a HELLO always comes before the WELCOME.
  func join(_ applicant: Applicant) {
    if resume(applicant) { return }
    let connection = applicant.connection
    let result: Result<RouterConnection.Admission, WAMPError>
    if isShuttingDown {
      result = .failure(WAMPError(.systemShutdown, "the router is shutting down"))
    } else {
      let (member, identity, actions) = realm.admit(
        applicant.roles, as: applicant.identity, session: applicant.session, at: applicant.outlet,
        over: applicant.transport)
      outlets[member.id] = applicant.outlet
      perform(actions)
      continuePublishingLater()
      let token = applicant.isResumable ? makeToken(for: member.id) : nil
      result = .success(RouterConnection.Admission(session: member.id, identity: identity, token: token))
    }
    connection.eventLoop.execute { connection.value.joined(result) }
  }
}
