/// What ends a page of events.
package struct HistoryPageEnd: Sendable, Equatable {
  /// How many events the page has.
  package var count: Int
  /// The last publication that was looked at, if more may follow: a call with ``isReversed`` as it was goes on behind it.
  package var next: PublicationID?
  package var isReversed: Bool
  /// How many events the history has had until now …
  package var total: UInt64
  /// … and how many of these, the oldest ones, are not given to anybody any more.
  package var gone: UInt64

  package init(count: Int, next: PublicationID?, isReversed: Bool, total: UInt64, gone: UInt64) {
    self.count = count
    self.next = next
    self.isReversed = isReversed
    self.total = total
    self.gone = gone
  }

  /// The keyword arguments that end a page. Where more may follow, one of them is that with which the next call goes on.
  package var keywords: [String: Value] {
    var keywords: [String: Value] = [
      "count": .int(Int64(count)), "more": .bool(next != nil), "total": Value(total), "gone": Value(gone),
    ]
    if let next { keywords[isReversed ? "before_publication" : "after_publication"] = Value(next.rawValue) }
    return keywords
  }

  /// - Returns: `nil` for what ends no page.
  package init?(_ keywords: [String: Value]) {
    guard let count = keywords["count"]?.intValue, let more = keywords["more"]?.boolValue,
      let total = keywords["total"]?.unsignedValue, let gone = keywords["gone"]?.unsignedValue
    else { return nil }
    let after = keywords["after_publication"]?.unsignedValue
    let before = keywords["before_publication"]?.unsignedValue
    guard more == ((after ?? before) != nil) else { return nil }
    self.init(
      count: Int(count), next: (after ?? before).map { PublicationID($0) }, isReversed: before != nil,
      total: total, gone: gone)
  }
}
