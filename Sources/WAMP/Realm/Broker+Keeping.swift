extension Broker {
  /// Keeps the events of a topic or a pattern from now on.
  ///
  /// Who subscribed to the pattern before has the identifier of that subscription until the last of these is gone.
  ///
  /// - Throws: ``WAMPError/Code/unavailable`` if the pattern has a history, or its identifier is another subscription's.
  mutating func addHistory(_ history: HistoryTopic, keptBy keeper: Int) throws(WAMPError) {
    let (topic, match) = (history.topic, history.match)
    guard histories[topic, match] == nil else {
      throw WAMPError(.unavailable, "\(topic.quoted) (\(match.rawValue)) has a history already")
    }
    guard self[history.id] == nil else {
      throw WAMPError(
        .unavailable, "the history of \(topic.quoted) has the id \(history.id) of another subscription")
    }
    addSubscription(
      Subscription(id: history.id, topic: topic, match: match, created: history.created),
      isFound: patterns[topic, match] == nil)
    histories.add(history, keptBy: keeper)
  }

  /// Has an event kept if a history covers its topic. Its publisher is told then that it is, and not that it was published.
  mutating func keep(
    _ publish: inout Message.Publish, from publisher: Member?, as id: PublicationID,
    details: Options = Options(), at time: () -> Timestamp, into actions: inout [RealmAction]
  ) {
    let keepers = histories.keepers(of: publish)
    guard !keepers.isEmpty else { return }
    let now = time()
    let payload = publish.payload.detached
    for (keeper, histories) in keepers.sorted(by: { $0.key < $1.key }) {
      let event = KeptEvent(
        publication: id, time: now, topic: publish.topic, payload: payload,
        publisher: publish.discloseMe ? publisher.map(KeptEvent.Publisher.init) : nil,
        trustLevel: publisher?.trustLevel, details: details, audience: publish.audience,
        histories: histories)
      actions.append(.keep(event, by: keeper))
    }
    histories.wait(
      for: id, of: publish.acknowledge ? publisher?.id : nil, publish.request,
      size: publish.keptSize + details.byteCount, keepers: keepers.count)
    publish.acknowledge = false
  }

  /// Why an event can't be kept; `nil` if it can, or no history covers its topic.
  func refusalToKeep(_ publish: Message.Publish, _ limits: RealmLimits) -> WAMPError? {
    guard histories.isFull(limits), !histories.keepers(of: publish).isEmpty else { return nil }
    return WAMPError(.unavailable, "\(histories.waitingCount) events wait to be stored already")
  }
}

extension KeptEvent.Publisher {
  fileprivate init(_ member: Member) {
    self.init(session: member.id, authID: member.authid, authRole: member.authrole)
  }
}
