/// Which events of a history a call of `wamp.subscription.get_events` asks for.
package struct HistoryQuery: Sendable, Equatable {
  /// A publication that bounds the events.
  package struct Bound: Sendable, Equatable {
    /// What the argument is called.
    package let name: String
    package let publication: PublicationID
    /// Whether the publication itself is among the events.
    package let isIncluded: Bool
  }

  package let subscription: SubscriptionID
  /// Whether the newest event comes first.
  package let isReversed: Bool
  /// The most events; at most ``limit``.
  package let limit: Int
  /// The first time that counts, in milliseconds since 1970.
  package let firstTime: Int64?
  /// The time that ends those that count, which is none of them.
  package let endTime: Int64?
  /// The only topic that counts.
  package let topic: String?
  /// The events lie at or behind all of these …
  package let lower: [Bound]
  /// … and at or before all of these.
  package let upper: [Bound]
  /// Whether an event whose payload is a record, or binary data alone, is given as a part of the result that is the
  /// record, with ``HistoryEntry`` in its details.
  package let wantsRecords: Bool

  /// The most events of a page.
  package static let maximumLimit = 1000
  /// The most events that are looked at for a page.
  package static let scanLimit = 10_000
  /// The most bytes of the payloads of a page, unless one event alone has more.
  package static let byteLimit = 1 << 20
}

/// What ends a page of events.
package struct HistoryPageEnd: Sendable, Equatable {
  /// How many events the page has.
  package var count: Int
  /// The last publication that was looked at, if more may follow: a call with ``isReversed`` as it was goes on behind it.
  package var next: PublicationID?
  package var isReversed: Bool

  package init(count: Int, next: PublicationID?, isReversed: Bool) {
    self.count = count
    self.next = next
    self.isReversed = isReversed
  }

  /// The keyword arguments that end a page. Where more may follow, one of them is that with which the next call goes on.
  package var keywords: [String: Value] {
    var keywords: [String: Value] = ["count": .int(Int64(count)), "more": .bool(next != nil)]
    if let next { keywords[isReversed ? "before_publication" : "after_publication"] = Value(next.rawValue) }
    return keywords
  }

  /// - Returns: `nil` for what ends no page.
  package init?(_ keywords: [String: Value]) {
    guard let count = keywords["count"]?.intValue, let more = keywords["more"]?.boolValue else { return nil }
    let after = keywords["after_publication"]?.unsignedValue
    let before = keywords["before_publication"]?.unsignedValue
    guard more == ((after ?? before) != nil) else { return nil }
    self.init(
      count: Int(count), next: (after ?? before).map { PublicationID($0) }, isReversed: before != nil)
  }
}
