private struct HistoryArguments: NamedArguments {
  let arguments: [String: Value]
}

extension HistoryQuery {
  private static let parameters = [
    "subscription", "reverse", "limit", "from_time", "after_time", "before_time", "until_time", "topic",
    "from_publication", "after_publication", "before_publication", "until_publication", "records",
  ]

  /// Reads the arguments of a call. Conditions that are given together all hold.
  ///
  /// - Throws: ``WAMPError/Code/invalidArgument`` for an argument that is missing, wrong or none of the procedure, and for
  ///   times that contradict each other.
  package init(_ payload: Payload) throws(WAMPError) {
    let call = HistoryArguments(
      arguments: try HistoryArguments.named(payload, Self.parameters, of: HistoryTopic.procedure))
    subscription = try call.id("subscription")
    isReversed = try call.flag("reverse") ?? false
    limit = try call.limit()
    // A time that lies between two milliseconds is behind the first of them.
    let from = try call.time("from_time").map { $0.hasMore ? $0.milliseconds + 1 : $0.milliseconds }
    let after = try call.time("after_time").map { $0.milliseconds + 1 }
    let before = try call.time("before_time").map { $0.hasMore ? $0.milliseconds + 1 : $0.milliseconds }
    let until = try call.time("until_time").map { $0.milliseconds + 1 }
    let first = [from, after].compactMap { $0 }.max()
    let end = [before, until].compactMap { $0 }.min()
    if let first, let end, first > end {
      throw WAMPError(
        .invalidArgument, "no time is both what from_time or after_time and before_time or until_time say")
    }
    (firstTime, endTime) = (first, end)
    topic = try call.uri("topic")
    lower = try [call.bound("from_publication", true), call.bound("after_publication", false)]
      .compactMap { $0 }
    upper = try [call.bound("before_publication", false), call.bound("until_publication", true)]
      .compactMap { $0 }
    wantsRecords = try call.flag("records") ?? false
  }
}

extension HistoryArguments {
  fileprivate func limit() throws(WAMPError) -> Int {
    guard let value = arguments["limit"], !value.isNull else { return HistoryQuery.maximumLimit }
    guard let limit = value.unsignedValue, limit > 0 else {
      let found = value.intValue.map(String.init) ?? value.kind
      throw WAMPError(.invalidArgument, "limit must be an integer of 1 or more, not \(found)")
    }
    return Int(min(limit, UInt64(HistoryQuery.maximumLimit)))
  }

  /// The milliseconds since 1970 that have passed, and whether a part of another one has.
  fileprivate func time(_ name: String) throws(WAMPError) -> (milliseconds: Int64, hasMore: Bool)? {
    guard let text = try text(name) else { return nil }
    guard let time = RFC3339.time(text) else {
      throw WAMPError(
        .invalidArgument, "\(name) must be a time such as 2026-01-31T23:59:59.5Z, not \(text.quoted)")
    }
    let (milliseconds, rest) = time.nanoseconds.quotientAndRemainder(dividingBy: 1_000_000)
    return (time.seconds * 1000 + Int64(milliseconds), rest > 0)
  }

  fileprivate func bound(_ name: String, _ isIncluded: Bool) throws(WAMPError) -> HistoryQuery.Bound? {
    guard arguments[name]?.isNull == false else { return nil }
    let publication: PublicationID = try id(name)
    return HistoryQuery.Bound(name: name, publication: publication, isIncluded: isIncluded)
  }
}
