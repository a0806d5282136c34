public import FlatBuffersRuntime
internal import RecordServices
public import WAMP
public import WAMPRouter

extension Router {
  /// Keeps the events of a topic, or of all topics that a pattern covers, as they are published from now on.
  ///
  ///     let history = try HistoryStore(at: "events.db")
  ///     try await router.keepHistory(of: "com.example.orders.", .prefix, in: history)
  ///
  /// Events are kept also without a subscriber, and once each. Publishers that asked for it are told that an event is
  /// published when it is stored. `wamp.subscription.get_events` gives the events to whoever may subscribe to the pattern.
  /// The article “Event history” says how it is called, and which events are not kept.
  ///
  /// The identifier of the pattern's subscription is the same for as long as the file is.
  ///
  /// - Parameters:
  ///   - topic: what is said of it in a subscription: a topic, a prefix or a wildcard.
  ///   - history: where they are kept, also those of other topics. The router keeps it open.
  ///   - bounds: how many are kept; also of those that the file has already.
  ///   - realm: one of ``realms``; `nil` is the first.
  /// - Throws: ``WAMPError`` if the pattern is none, the router keeps its events already, or it has no such realm;
  ///   ``StoreError`` if the file can't be written to.
  public func keepHistory(
    of topic: String, _ match: MatchPolicy = .exact, in history: HistoryStore,
    bounds: HistoryBounds = HistoryBounds(), realm: String? = nil
  ) async throws {
    let name = realm ?? self.realm
    guard realms.contains(name) else {
      throw WAMPError(.noSuchRealm, "the router has no realm \(name.quoted)")
    }
    if let fault = URI.fault(inPattern: topic, for: match) {
      throw WAMPError(.invalidURI, "\(topic.quoted) is not a topic: \(fault)")
    }
    let described = try await history.topic(topic, match, of: name, bounds)
    try await addHistory(described, keptBy: history, in: name) { values in
      let reading = HistoryReading(leases: values.leases(of: history.store))
      return { query, call in try reading.answer(query, call) }
    }
  }

  /// Keeps the events of a typed topic as they are published from now on, as for a topic by its name.
  public func keepHistory<Record: FlatTable & ~Escapable>(
    of topic: Topic<Record>, in history: HistoryStore, bounds: HistoryBounds = HistoryBounds(),
    realm: String? = nil
  ) async throws {
    try await keepHistory(of: topic.uri, in: history, bounds: bounds, realm: realm)
  }
}
