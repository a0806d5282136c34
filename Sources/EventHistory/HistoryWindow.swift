internal import RecordStore
internal import WAMP
internal import WAMPRouter

/// Events of a topic that lie one behind the other, by their numbers.
struct HistoryWindow {
  let topic: UInt64
  private(set) var numbers: Range<UInt64>
  /// All events of the topic that anybody is given.
  private(set) var kept: Range<UInt64>

  init(topic: UInt64, _ numbers: Range<UInt64>) {
    self.topic = topic
    self.numbers = numbers
    kept = numbers
  }

  var keys: KeyRange<StoredEvent.Key> {
    KeyRange(
      lower: .including(.init(topicId: topic, number: numbers.lowerBound)),
      upper: .excluding(.init(topicId: topic, number: numbers.upperBound)))
  }

  /// Those that a query asks for, within the bounds of the topic, as far as that is said by where they lie.
  ///
  /// - Throws: `flatwire.error.no_such_publication` if the query names a publication that is not there,
  ///   `wamp.error.invalid_argument` if its publications contradict each other.
  init(_ query: HistoryQuery, of topic: borrowing StoredTopic, in snapshot: Snapshot) throws {
    let id = topic.id
    let next = topic.next
    let first = try snapshot.first(.events, .prefix(topicId: id))?.number ?? next
    let oldest = next > topic.maxCount ? next - topic.maxCount : 0
    self.init(topic: id, min(max(first, oldest), next)..<next)
    if let age = topic.maxAge { try drop(before: Timestamp.now.milliseconds - age, in: snapshot) }
    kept = numbers
    if let time = query.firstTime { try drop(before: time, in: snapshot) }
    if let time = query.endTime { try keep(before: time, in: snapshot) }
    try apply(query, in: snapshot)
  }

  private mutating func drop(before time: Int64, in snapshot: Snapshot) throws {
    numbers = try firstNumber(at: time, in: snapshot)..<numbers.upperBound
  }

  private mutating func keep(before time: Int64, in snapshot: Snapshot) throws {
    numbers = numbers.lowerBound..<(try firstNumber(at: time, in: snapshot))
  }

  /// The number of the first event of a time or a later one: found by halving, as times never go back.
  private func firstNumber(at time: Int64, in snapshot: Snapshot) throws -> UInt64 {
    var (low, high) = (numbers.lowerBound, numbers.upperBound)
    while low < high {
      let middle = low + (high - low) / 2
      let event = try snapshot.get(.events, .init(topicId: topic, number: middle))
      if let event, event.time < time { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func apply(_ query: HistoryQuery, in snapshot: Snapshot) throws {
    var (low, high) = (numbers.lowerBound, numbers.upperBound)
    var asked: (low: UInt64, high: UInt64) = (0, .max)
    for bound in query.lower {
      let number = try number(of: bound, in: snapshot) + (bound.isIncluded ? 0 : 1)
      asked.low = max(asked.low, number)
    }
    for bound in query.upper {
      let number = try number(of: bound, in: snapshot) + (bound.isIncluded ? 1 : 0)
      asked.high = min(asked.high, number)
    }
    guard asked.low <= asked.high else {
      let names = (query.lower + query.upper).map(\.name).joined(separator: " and ")
      throw WAMPError(.invalidArgument, "no event is both what \(names) say")
    }
    (low, high) = (max(low, asked.low), min(high, asked.high))
    numbers = low..<max(low, high)
  }

  private func number(of bound: HistoryQuery.Bound, in snapshot: Snapshot) throws -> UInt64 {
    let key = StoredEvent.EventsByPublicationKey(topicId: topic, publication: bound.publication.rawValue)
    // What is about to go is gone for everybody: who goes on behind it would miss what lies between.
    guard let event = try snapshot.get(by: .eventsByPublication, key), kept.contains(event.number) else {
      throw WAMPError(
        .noSuchPublication, "\(bound.name): the history has no event of the publication \(bound.publication)")
    }
    return event.number
  }
}
