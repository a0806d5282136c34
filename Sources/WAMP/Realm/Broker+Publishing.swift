extension Broker {
  /// Handles a PUBLISH: checks it, delivers the event and acknowledges if that is wanted.
  mutating func publish(
    _ publish: Message.Publish, from publisher: Member, as id: PublicationID, _ table: RoutingTable,
    _ sessions: Sessions, at time: () -> Timestamp, into actions: inout [RealmAction]
  ) {
    var publish = publish
    do throws(WAMPError) {
      if let error = refusal(of: publish, from: publisher, table) { throw error }
      let check = table.check(ofTopic: publish.topic.utf8.span)
      try inspection.pass(publish.payload, check, from: publisher.id, into: &actions)
      if !publish.discloseMe, table.permissions.discloses(.publish, publish.topic, of: publisher.authrole) {
        publish.discloseMe = true
      }
      if publish.retain { try retained.retain(publish, from: publisher, as: id, table.limits) }
    } catch {
      if publish.acknowledge {
        actions.append(.send(error.answer(to: publish.request, of: .publish), to: publisher.id))
      }
      return
    }
    keep(&publish, from: publisher, as: id, at: time, into: &actions)
    deliver(publish, from: publisher, as: id, sessions, into: &actions)
  }

  private func refusal(
    of publish: Message.Publish, from publisher: Member, _ table: RoutingTable
  ) -> WAMPError? {
    let isAuthorized = table.permissions.authorizer(of: publisher.authrole) != nil
    if let error = table.refusal(of: publish, by: publisher.authrole, isAuthorized: isAuthorized) {
      return error
    }
    guard isFull(table.limits) else { return refusalToKeep(publish, table.limits) }
    return WAMPError(.unavailable, "\(publications.count) events wait for their subscribers already")
  }

  /// Sends the event to the first slice of the subscribers that may have it; ``continuePublishing(_:into:)`` goes on.
  ///
  /// Behind one that is on its way to many, all later ones wait: each subscriber gets events as they were published.
  ///
  /// - Parameter details: what the router says of an event of its own.
  /// - Returns: what the slice cost, in receivers.
  @discardableResult
  mutating func deliver(
    _ publish: Message.Publish, from publisher: Member?, as id: PublicationID, details: Options = Options(),
    _ sessions: Sessions, into actions: inout [RealmAction]
  ) -> Int {
    publishedCount &+= 1
    let subscriptions = patterns.matches(publish.topic.utf8.span)
    var publication = Publication(publish, from: publisher, as: id, details, to: subscriptions)
    var budget = Publication.slice
    if publications.isEmpty {
      continuePublishing(&publication, &budget, sessions, into: &actions)
      if publication.isOver { return Publication.slice - budget }
    }
    publication.detach()
    publications.insert(publication, for: id)
    waitingBytes += publication.size
    return Publication.slice - budget
  }

  /// Sends the next slices of events that are on their way.
  mutating func continuePublishing(_ sessions: Sessions, into actions: inout [RealmAction]) {
    var budget = Publication.slice
    while budget > 0, var next = publications.popFirst() {
      continuePublishing(&next.value, &budget, sessions, into: &actions)
      if !next.value.isOver { return publications.insertFirst(next.value, for: next.key) }
      waitingBytes -= next.value.size
    }
  }

  private func continuePublishing(
    _ publication: inout Publication, _ budget: inout Int, _ sessions: Sessions,
    into actions: inout [RealmAction]
  ) {
    while budget > 0, let (subscription, receivers) = publication.next(&budget, in: self) {
      deliver(publication, of: subscription, to: receivers, sessions, into: &actions)
    }
    guard publication.isOver, publication.publish.acknowledge, let publisher = publication.publisher else {
      return
    }
    let published = Message.Published(request: publication.publish.request, publication: publication.id)
    actions.append(.send(.published(published), to: publisher.id))
  }

  /// Sends the event to receivers of one subscription, in one action for each of its forms.
  private func deliver(
    _ publication: Publication, of subscription: Subscription, to receivers: [Subscription.Group],
    _ sessions: Sessions, into actions: inout [RealmAction]
  ) {
    let publish = publication.publish
    var event = event(publish, from: publication.publisher, as: publication.id, of: subscription)
    event.details = publication.details
    var groups = receivers
    if publish.excludeMe, let publisher = publication.publisher, subscription.contains(publisher.id) {
      groups = groups.kept { $0 != publisher.id }
    }
    if !publication.isForEveryone { groups = groups.kept { publication.admits($0, sessions) } }
    deliver(event, to: groups, into: &actions)
  }

  /// The event as the subscribers of one subscription get it.
  func event(
    _ publish: Message.Publish, from publisher: Member?, as id: PublicationID, of subscription: Subscription
  ) -> Message.Event {
    var event = Message.Event(
      subscription: subscription.id, publication: id, payload: publish.payload,
      topic: subscription.match == .exact ? nil : publish.topic)
    event.trustLevel = publisher?.trustLevel
    event.trace = publish.trace
    if publish.discloseMe, let publisher {
      event.publisher = publisher.id
      event.publisherAuthID = publisher.authid
      event.publisherAuthRole = publisher.authrole
    }
    return event
  }

  /// A record goes as passthru payload to those who announced it and as an argument to the others.
  /// What only a subscriber can make sense of, say an encrypted payload, goes out as it is.
  func deliver(
    _ event: Message.Event, to groups: [Subscription.Group], into actions: inout [RealmAction]
  ) {
    guard let record = event.payload.opaqueRecord else {
      let receivers = groups.filter { !$0.sessions.isEmpty }
        .map { Receivers(outlet: $0.outlet, sessions: $0.sessions) }
      if !receivers.isEmpty { actions.append(.deliver(event, to: receivers)) }
      return
    }
    var forms: [(payload: Payload, receivers: [Receivers])] = []
    for group in groups where !group.sessions.isEmpty {
      let receivers = Receivers(outlet: group.outlet, sessions: group.sessions)
      let payload = record.adapted(to: group.roles, as: .subscriber) ?? event.payload
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
