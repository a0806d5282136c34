/// Which events of a topic's history a subscription begins with: see `WAMPSession.subscribe(to:replaying:options:)`.
public enum EventReplay: Sendable, Equatable {
  /// All that there are.
  case all
  /// The last ones, at most so many.
  case last(Int)
  /// Those that were published at this time or later: with Foundation, `date.timeIntervalSince1970`.
  case since(secondsSince1970: Double)
  /// Those that follow a publication.
  case after(PublicationID)
}

extension EventReplay {
  /// The keyword arguments of `wamp.subscription.get_events` that say the same. That of the last ones is not said by any.
  ///
  /// - Throws: ``WAMPError/Code/invalidArgument`` for a time that is no number.
  package func keywords() throws(WAMPError) -> [String: Value] {
    switch self {
    case .all, .last: return [:]
    case .after(let publication): return ["after_publication": Value(publication.rawValue)]
    case .since(let seconds):
      guard !seconds.isNaN else {
        throw WAMPError(.invalidArgument, "the time that a replay begins with is not a number")
      }
      let milliseconds = Int64((min(max(seconds, 0), 253_402_300_799) * 1000).rounded(.down))
      return ["from_time": .string("\(Timestamp(milliseconds: milliseconds))")]
    }
  }
}
