extension Broker {
  /// Handles a PUBLISH: checks it, delivers the event and acknowledges if that is wanted.
  func publish(
    _ publish: Message.Publish, from publisher: Member, as publication: PublicationID, rule: URI.Rule,
    members: [SessionID: Member], into actions: inout [RealmAction]
  ) {
    let problem: WAMPError? =
      if !URI.isValid(publish.topic, rule: rule) {
        WAMPError(.invalidURI, "\"\(publish.topic)\" is not a topic")
      } else if URI.isReserved(publish.topic) {
        WAMPError(.invalidURI, "\"\(publish.topic)\": topics under wamp. belong to the router")
      } else {
        nil
      }
    if let problem {
      if publish.acknowledge {
        actions.append(.send(problem.answer(to: publish.request, of: .publish), to: publisher.id))
      }
      return
    }
    deliver(publish, from: publisher, as: publication, members: members, into: &actions)
    if publish.acknowledge {
      let published = Message.Published(request: publish.request, publication: publication)
      actions.append(.send(.published(published), to: publisher.id))
    }
  }

  /// Sends the event to all subscribers that may have it, in one action for each of its forms.
  func deliver(
    _ publish: Message.Publish, from publisher: Member?, as publication: PublicationID,
    members: [SessionID: Member], into actions: inout [RealmAction]
  ) {
    for subscription in matching(publish.topic) {
      var event = Message.Event(
        subscription: subscription.id, publication: publication, payload: publish.payload,
        topic: subscription.pattern.match == .exact ? nil : publish.topic)
      if publish.discloseMe, let publisher {
        event.publisher = publisher.id
        event.publisherAuthID = publisher.authid
        event.publisherAuthRole = publisher.authrole
      }
      let receivers = receivers(of: publish, from: publisher, subscription, members: members)
      deliver(event, to: receivers, members: members, into: &actions)
    }
  }

  private func receivers(
    of publish: Message.Publish, from publisher: Member?, _ subscription: Subscription,
    members: [SessionID: Member]
  ) -> [SessionID] {
    var receivers = subscription.subscribers
    if publish.excludeMe, let publisher, subscription.contains(publisher.id) {
      receivers.removeAll { $0 == publisher.id }
    }
    if !publish.audience.isEveryone {
      receivers.removeAll {
        !publish.audience.admits($0, authid: members[$0]?.authid, authrole: members[$0]?.authrole)
      }
    }
    return receivers
  }

  /// A record goes as passthru payload to those who announced it and as an argument to the others.
  /// What only a subscriber can make sense of, say an encrypted payload, goes out as it is.
  private func deliver(
    _ event: Message.Event, to receivers: [SessionID], members: [SessionID: Member],
    into actions: inout [RealmAction]
  ) {
    guard !receivers.isEmpty else { return }
    guard case .passthru = event.payload, event.payload.record != nil else {
      actions.append(.deliver(event, to: receivers))
      return
    }
    var groups: [(payload: Payload, receivers: [SessionID])] = []
    for receiver in receivers {
      let roles = members[receiver]?.roles ?? Roles()
      let payload = event.payload.adapted(to: roles, as: .subscriber) ?? event.payload
      if let index = groups.firstIndex(where: { $0.payload.hasForm(of: payload) }) {
        groups[index].receivers.append(receiver)
      } else {
        groups.append((payload, [receiver]))
      }
    }
    for group in groups {
      var event = event
      event.payload = group.payload
      actions.append(.deliver(event, to: group.receivers))
    }
  }
}

extension Payload {
  /// Whether both carry a record in the same form.
  fileprivate func hasForm(of other: Payload) -> Bool { record?.form == other.record?.form }
}
