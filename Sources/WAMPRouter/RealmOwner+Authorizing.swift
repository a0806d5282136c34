internal import Logging
internal import NIOCore
internal import WAMP

extension RealmOwner {
  /// Asks the authorizer of a session's role; what it throws is for the log only.
  func authorize(_ request: AuthorizationRequest) {
    let handle = Handle(self, eventLoop: eventLoop)
    guard let authorizer = realm.authorizer(of: request.authrole) else {
      // The permissions were changed while requests of the session waited.
      return eventLoop.execute { handle.value.authorized(request.session, nil) }
    }
    authorizing[request.session] = Task { [logger] in
      let decision: Authorization?
      do {
        decision = try await authorizer(request)
      } catch {
        if !(error is CancellationError) {
          logger.error(
            "authorization failed to be decided", metadata: ["uri": "\(request.uri)", "error": "\(error)"])
        }
        decision = nil
      }
      handle.eventLoop.execute { handle.value.authorized(request.session, decision) }
    }
  }

  private func authorized(_ session: SessionID, _ decision: Authorization?) {
    authorizing[session] = nil
    perform(realm.authorized(session, decision))
    account()
    continuePublishingLater()
  }
}
