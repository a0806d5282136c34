internal import RecordStore
internal import SharedBytes
package import WAMP
internal import WAMPRouter

extension HistoryStore: EventKeeper {
  /// Stores events in one transaction, and lets go of those that are too many or too old.
  package func keep(_ events: [KeptEvent]) async throws {
    try await store.write { txn in
      var topics: [UInt64: StoredTopic.Draft] = [:]
      for event in events {
        for history in event.histories {
          let id = history.rawValue
          guard var topic = try topics[id] ?? txn.get(.topics, id)?.draft else {
            throw WAMPError(.unavailable, "the file of the history has no topic \(id) any more")
          }
          try txn.put(StoredEvent.Draft(event, next: &topic), in: .events)
          topics[id] = topic
        }
      }
      for topic in topics.values {
        try txn.put(topic, in: .topics)
        try txn.trim(topic, atMost: Self.trimmedPerWrite + 2 * events.count)
      }
    }
  }

  package func told(_ error: any Error) -> WAMPError {
    switch error {
    case let error as WAMPError: error
    case let error as StoreError where error.code == .closed:
      WAMPError(.unavailable, "the event is not stored: the history was closed")
    case let error as StoreError where error.database?.code == .mapFull || error.database?.code == .noSpace:
      WAMPError(.unavailable, "the event is not stored: there is no room for it")
    default: WAMPError(.unavailable, "the event is not stored; the router's own log tells why")
    }
  }

  /// How many events go with a write beside twice those that come: what bounds become tighter is worked off by and by.
  private static let trimmedPerWrite = 64
}

extension StoredEvent.Draft {
  /// - Parameter topic: the event becomes the last one of it.
  fileprivate init(_ event: KeptEvent, next topic: inout StoredTopic.Draft) {
    let payload = StoredPayload(event.payload)
    // A clock that was set back must not part the order of times from that of the events.
    topic.time = max(topic.time, event.time.milliseconds)
    self.init(
      topicId: topic.id, number: topic.next, publication: event.publication.rawValue, time: topic.time,
      bytesBefore: topic.bytes, topic: event.topic, payload: Array(payload.bytes))
    topic.next += 1
    topic.bytes += UInt64(payload.bytes.count)
    publisher = event.publisher?.session.rawValue
    publisherAuthid = event.publisher?.authID
    publisherAuthrole = event.publisher?.authRole
    trustLevel = event.trustLevel
    let audience = event.audience
    if !audience.excludeAuthIDs.isEmpty { excludeAuthid = audience.excludeAuthIDs }
    if !audience.excludeAuthRoles.isEmpty { excludeAuthrole = audience.excludeAuthRoles }
    eligibleAuthid = audience.eligibleAuthIDs
    eligibleAuthrole = audience.eligibleAuthRoles
    if !event.details.isEmpty {
      let stored = event.details.stored
      (details, detailsEncoding) = (Array(stored.bytes), stored.encoding)
    }
    payloadKind = payload.kind.rawValue
    encoding = payload.encoding
    listLength = UInt32(payload.listLength)
    keywordsStart = UInt32(payload.keywordsStart)
    (scheme, serializer) = (payload.scheme, payload.serializer)
    (cipher, keyId) = (payload.cipher, payload.keyID)
  }
}

extension WriteTransaction {
  /// Deletes the oldest events of a topic that are more than its bounds allow.
  fileprivate mutating func trim(_ topic: StoredTopic.Draft, atMost limit: Int) throws {
    var end: UInt64?
    do {
      var rows = try rows(.events, .prefix(topicId: topic.id), limit: limit)
      while let event = try rows.next(), topic.isBeyondBounds(event) { end = event.number + 1 }
    }
    guard let end else { return }
    try delete(.events, HistoryWindow(topic: topic.id, 0..<end).keys)
  }
}

extension StoredTopic.Draft {
  /// Whether an event is to go.
  fileprivate func isBeyondBounds(_ event: StoredEvent) -> Bool {
    if next - event.number > maxCount || bytes - event.bytesBefore > maxBytes { return true }
    guard let maxAge else { return false }
    return event.time < time - maxAge
  }
}
