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
