/// Where the reader of a history is, from what is kept to what is published: which page it asks for next, what it was given
/// already, and whether the history has let go of something before the reader came to it.
///
/// Events are delivered before they are stored: what a router that was killed had delivered last may be in no history. So
/// where the last event that was given is not there, one before it is looked for. If none is, the history's numbers tell
/// whether something is missing.
package struct HistoryCursor: Sendable {
  /// Where a page begins.
  package enum Place: Sendable, Equatable {
    /// With what the reader wanted first.
    case beginning
    /// With the oldest event that is kept.
    case oldest
    case behind(PublicationID)
  }

  private let topic: String
  private let beginning: HistoryBeginning
  /// Where the next page begins; `nil` once the history was read to its end.
  package private(set) var place: Place? = .beginning
  private var given: RecentPublications
  /// How many events before the last one that was given the next page begins.
  private var stepsBack = 0
  /// The reader has had, or did not want, all events up to this number; `nil` if that is known of none.
  private var complete: UInt64?

  /// - Parameters:
  ///   - topic: what is read, for errors.
  ///   - count: how many events that were given are remembered: more than a router delivers before it has stored them.
  package init(of topic: String, from beginning: HistoryBeginning, remembering count: Int) {
    self.topic = topic
    self.beginning = beginning
    given = RecentPublications(capacity: count)
    complete = beginning.total
  }

  /// What the next page is asked for with; `nil` once the history was read to its end.
  package var keywords: [String: Value]? {
    switch place {
    case .beginning: beginning.keywords
    case .oldest: [:]
    case .behind(let publication): ["after_publication": Value(publication.rawValue)]
    case nil: nil
    }
  }

  /// Notes an event that is to be given.
  ///
  /// - Returns: false if it was given before.
  package mutating func isNew(_ publication: PublicationID) -> Bool { given.insert(publication) }

  /// Events may have been missed behind the last one that was given.
  package mutating func goOn() {
    stepsBack = 0
    place = given.before(0).map { .behind($0) } ?? .beginning
  }

  /// What is read from now on is another history, of which nothing was given.
  package mutating func beginAnother() { complete = nil }

  /// A page has come.
  ///
  /// - Parameter first: the first event of it.
  /// - Throws: `flatwire.error.events_gone` if events are missing before it.
  package mutating func pass(_ end: HistoryPageEnd, from first: PublicationID?) throws(WAMPError) {
    let isBoundByEvent =
      switch place {
      case .behind: true
      case .beginning: beginning.namesPublication
      case .oldest, nil: false
      }
    if !isBoundByEvent, complete.map({ $0 < end.gone }) ?? true { throw gone(first) }
    if let next = end.next {
      (place, complete) = (.behind(next), nil)
    } else {
      (place, complete) = (nil, end.total)
    }
  }

  /// The history does not have the event that the page was to begin behind, or with.
  package mutating func stepBack() {
    switch place {
    case .behind:
      // One before it, or none that was given is there any more.
      let oldest = given.count - 1
      let next = min(stepsBack == 0 ? 1 : 2 * stepsBack, oldest)
      if next > stepsBack, let publication = given.before(next) {
        (stepsBack, place) = (next, .behind(publication))
      } else {
        place = .beginning
      }
    case .beginning: place = .oldest
    case .oldest, nil: break
    }
  }

  private func gone(_ first: PublicationID?) -> WAMPError {
    let missed = given.before(0).map { "what followed the publication \($0)" } ?? "what came first"
    let kept = first.map { "what is kept begins with the publication \($0)" } ?? "nothing is kept"
    return WAMPError(.eventsGone, "\(topic): the history let go of \(missed) before it was read; \(kept)")
  }
}

/// What the reading of a history begins with.
package struct HistoryBeginning: Sendable, Equatable {
  /// What the first page is asked for with.
  package var keywords: [String: Value]
  /// How many events the history had had by then, if it is no matter which of these are kept when they are read; `nil` if all
  /// are wanted that ``keywords`` speak of.
  package var total: UInt64?

  package init(_ keywords: [String: Value], total: UInt64?) {
    self.keywords = keywords
    self.total = total
  }

  /// Whether the history has to have some event for it.
  var namesPublication: Bool {
    keywords["after_publication"] != nil || keywords["from_publication"] != nil
  }
}

extension WAMPError.Code {
  /// A history let go of events before they were read by someone who was to be given them.
  public static let eventsGone = Self("flatwire.error.events_gone")
}
