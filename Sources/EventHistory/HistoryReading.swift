internal import RecordServices
internal import RecordStore
internal import WAMP
internal import WAMPRouter

/// Answers who asks for the events of a file's topics, on one event loop.
struct HistoryReading {
  let leases: LeasePool

  func answer(_ query: HistoryQuery, _ call: InlineCall) throws {
    do {
      let lease = try leases.lease(for: call)
      defer { lease.endAnswer() }
      try answer(query, call, lease)
    } catch let error as StoreError where error.code == .closed {
      throw WAMPError(.unavailable, "the history was closed")
    }
  }

  private func answer(_ query: HistoryQuery, _ call: InlineCall, _ lease: SnapshotLease) throws {
    let snapshot = lease.snapshot
    guard let topic = try snapshot.get(.topics, query.subscription.rawValue) else {
      throw WAMPError(.noSuchSubscription, "the file of the history has no topic \(query.subscription)")
    }
    let window = try HistoryWindow(query, of: topic, in: snapshot)
    var rows = try snapshot.rows(.events, window.keys, order: query.isReversed ? .descending : .ascending)
    var page = HistoryPage(query, call, lease)
    var hasMore = false
    while let event = try rows.next() {
      guard page.hasRoom, try page.add(event) else {
        hasMore = true
        break
      }
    }
    page.end(hasMore: hasMore, of: window.kept)
  }
}
