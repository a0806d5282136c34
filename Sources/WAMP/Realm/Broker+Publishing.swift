extension Broker {
  /// Handles a PUBLISH: checks it, delivers the event and acknowledges if that is wanted.
  func publish(
    _ publish: Message.Publish, from publisher: Member, as publication: PublicationID, _ table: RoutingTable,
    _ sessions: Sessions, into actions: inout [RealmAction]
  ) {
    let length = publish.audience.length
    let error: WAMPError? =
      length > table.limits.audienceLength
      ? WAMPError(
        .invalidArgument,
        "the receivers' lists have \(length) entries, more than \(table.limits.audienceLength)")
      : table.refusal(ofPublishing: publish.topic, by: publisher.authrole)
    if let error {
      if publish.acknowledge {
        actions.append(.send(error.answer(to: publish.request, of: .publish), to: publisher.id))
      }
      return
    }
    deliver(publish, from: publisher, as: publication, sessions, into: &actions)
    if publish.acknowledge {
      let published = Message.Published(request: publish.request, publication: publication)
      actions.append(.send(.published(published), to: publisher.id))
    }
  }

  /// Sends the event to all subscribers that may have it, in one action for each of its forms.
  func deliver(
    _ publish: Message.Publish, from publisher: Member?, as publication: PublicationID, _ sessions: Sessions,
    into actions: inout [RealmAction]
  ) {
    let audience = AudienceFilter(publish.audience)
    for subscription in matching(publish.topic) {
      var event = Message.Event(
        subscription: subscription.id, publication: publication, payload: publish.payload,
        topic: subscription.match == .exact ? nil : publish.topic)
      if publish.discloseMe, let publisher {
        event.publisher = publisher.id
        event.publisherAuthID = publisher.authid
        event.publisherAuthRole = publisher.authrole
      }
      var groups = subscription.groups
      if publish.excludeMe, let publisher, subscription.contains(publisher.id) {
        groups.keep { $0 != publisher.id }
      }
      if let audience {
        groups.keep { session in sessions[session].map(audience.admits) ?? false }
      }
      deliver(event, to: groups, into: &actions)
    }
  }

  /// A record goes as passthru payload to those who announced it and as an argument to the others.
  /// What only a subscriber can make sense of, say an encrypted payload, goes out as it is.
  private func deliver(
    _ event: Message.Event, to groups: [Subscription.Group], into actions: inout [RealmAction]
  ) {
    var forms: [(payload: Payload, receivers: [Receivers])] = []
    for group in groups where !group.sessions.isEmpty {
      let receivers = Receivers(outlet: group.outlet, sessions: group.sessions)
      let payload = event.payload.opaqueRecord?.adapted(to: group.roles, as: .subscriber) ?? event.payload
      if let index = forms.firstIndex(where: { $0.payload.record?.form == payload.record?.form }) {
        forms[index].receivers.append(receivers)
      } else {
        forms.append((payload, [receivers]))
      }
    }
    for form in forms {
      var event = event
      event.payload = form.payload
      actions.append(.deliver(event, to: form.receivers))
    }
  }
}

extension Payload {
  /// The payload if it is a record that was sent as opaque bytes: its form is changed for who cannot take it.
  fileprivate var opaqueRecord: Payload? {
    guard case .passthru(let payload) = self, payload.carriesRecord else { return nil }
    return self
  }
}

extension [Subscription.Group] {
  fileprivate mutating func keep(_ isWanted: (SessionID) -> Bool) {
    for index in indices where !self[index].sessions.allSatisfy(isWanted) {
      self[index].sessions.removeAll { !isWanted($0) }
    }
  }
}
