internal import RecordStore
internal import WAMP
internal import WAMPRouter

extension HistoryStore {
  /// A topic or pattern of a realm as the file knows it, with these bounds from now on; new if it does not.
  func topic(
    _ topic: String, _ match: MatchPolicy, of realm: String, _ bounds: HistoryBounds
  ) async throws -> HistoryTopic {
    try await store.write { txn in
      var row = try txn.topicRow(topic, match, of: realm) ?? txn.newTopicRow(topic, match, of: realm)
      row.maxCount = UInt64(max(bounds.count, 1))
      row.maxBytes = UInt64(max(bounds.bytes, 0))
      row.maxAge = bounds.milliseconds
      try txn.put(row, in: .topics)
      return HistoryTopic(
        id: SubscriptionID(row.id), topic: topic, match: match,
        created: Timestamp(milliseconds: row.created))
    }
  }

}

extension WriteTransaction {
  fileprivate func topicRow(
    _ topic: String, _ match: MatchPolicy, of realm: String
  ) throws -> StoredTopic.Draft? {
    var rows = try rows(.topics)
    while let row = try rows.next() {
      if row.topic == topic, row.realm == realm, row.match == match.stored { return row.draft }
    }
    return nil
  }

  fileprivate func newTopicRow(
    _ topic: String, _ match: MatchPolicy, of realm: String
  ) throws -> StoredTopic.Draft {
    // Routers count other subscriptions from 1 on.
    let ids = (SubscriptionID.maximum / 2)...SubscriptionID.maximum
    var id = UInt64.random(in: ids)
    while try contains(.topics, id) { id = UInt64.random(in: ids) }
    return StoredTopic.Draft(
      id: id, realm: realm, topic: topic, match: match.stored, created: Timestamp.now.milliseconds)
  }
}

extension MatchPolicy {
  /// The number that stands for it in the file.
  fileprivate var stored: UInt8 {
    switch self {
    case .exact: 0
    case .prefix: 1
    case .wildcard: 2
    }
  }
}
