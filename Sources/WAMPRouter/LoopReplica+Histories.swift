internal import WAMP

extension LoopReplica {
  /// What the router does in this realm, as its clients are told.
  var routerRoles: Roles { histories.isEmpty ? .router : .routerWithHistory }

  /// What answers `wamp.subscription.get_events` on this loop.
  ///
  /// Its calls come by way of the realm's owner, which holds them until what was published before is kept.
  func makeHistoryResponder() -> InlineResponder {
    // The responder is the replica's own.
    let answer = { [unowned self] (payload: Payload, call: InlineCall) throws -> Void in
      let query = try HistoryQuery(payload)
      guard let (history, read) = self.histories[query.subscription] else {
        throw WAMPError(
          .noSuchSubscription, "no events are kept of a subscription \(query.subscription)")
      }
      // Where an authorizer decides, it was asked about the history's pattern before the call came here.
      let role = call.caller.authRole
      if let error = self.desk.gate.table.refusal(ofSubscribing: history.topic, history.match, by: role) {
        throw error
      }
      try read(query, call)
    }
    return InlineResponder(byWayOfOwner: answer)
  }
}
