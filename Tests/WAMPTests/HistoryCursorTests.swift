import Testing

@testable import WAMP

/// Where a reader of a history goes on, and when it is told that something is missing.
@Suite struct HistoryCursorTests {
  private func cursor(
    _ keywords: [String: Value] = [:], total: UInt64? = 0, remembering count: Int = 100
  ) -> HistoryCursor {
    HistoryCursor(of: "a.b", from: HistoryBeginning(keywords, total: total), remembering: count)
  }

  private func end(next: UInt64? = nil, total: UInt64, gone: UInt64 = 0) -> HistoryPageEnd {
    HistoryPageEnd(
      count: 0, next: next.map { PublicationID($0) }, isReversed: false, total: total, gone: gone)
  }

  private func give(_ publications: ClosedRange<UInt64>, to cursor: inout HistoryCursor) {
    for publication in publications { _ = cursor.isNew(PublicationID(publication)) }
  }

  /// Passes a page, and expects to be told that events are missing, or not.
  private func pass(
    _ end: HistoryPageEnd, _ cursor: inout HistoryCursor, isMissing: Bool,
    at location: SourceLocation = #_sourceLocation
  ) {
    var found: WAMPError?
    do throws(WAMPError) {
      try cursor.pass(end, from: PublicationID(77))
    } catch {
      found = error
    }
    #expect((found != nil) == isMissing, sourceLocation: location)
    guard let found else { return }
    let names = ["a.b", "77"].allSatisfy { found.message.contains($0) }
    #expect(found.code == .eventsGone && names, "\(found)", sourceLocation: location)
  }

  @Test func `pages follow each other up to the end, and then what was given last`() throws {
    var cursor = cursor(["from_time": "x"])
    #expect(cursor.keywords == ["from_time": "x"])
    try cursor.pass(end(next: 5, total: 9), from: nil)
    #expect(cursor.keywords == ["after_publication": 5])
    try cursor.pass(end(total: 9), from: nil)
    #expect(cursor.keywords == nil)
    cursor.goOn()
    #expect(cursor.place == .beginning)
    give(1...9, to: &cursor)
    let isNew = cursor.isNew(PublicationID(9))
    #expect(!isNew)
    cursor.goOn()
    #expect(cursor.place == .behind(PublicationID(9)))
  }

  @Test("where the last event is not there, one before it is looked for, ever further back, up to the first")
  func stepsBack() throws {
    var cursor = cursor(["after_publication": 500], remembering: 12)
    try cursor.pass(end(total: 0), from: nil)
    give(1...20, to: &cursor)
    cursor.goOn()
    var places: [HistoryCursor.Place?] = [cursor.place]
    for _ in 0..<7 {
      cursor.stepBack()
      places.append(cursor.place)
    }
    let publications = [20, 19, 18, 16, 12, 9].map { HistoryCursor.Place.behind(PublicationID($0)) }
    #expect(places == publications + [.beginning, .oldest])
    // Once there is one, the next outage begins with the last event again.
    cursor.goOn()
    cursor.stepBack()
    #expect(cursor.place == .behind(PublicationID(19)))
  }

  @Test("who was given only what was never stored goes on where it began, and lacks nothing")
  func neverStored() throws {
    var cursor = cursor(["after_publication": 500], total: 30)
    try cursor.pass(end(total: 30), from: nil)
    give(1...1, to: &cursor)
    cursor.goOn()
    cursor.stepBack()
    #expect(cursor.keywords == ["after_publication": 500])
    pass(end(total: 32), &cursor, isMissing: false)
  }

  @Test("if what it began behind is gone, too, the history's numbers tell whether something is missing")
  func numbers() throws {
    // It was read to its end, 30; so events up to that may go.
    for (gone, isMissing) in [(30, false), (31, true)] as [(UInt64, Bool)] {
      var cursor = cursor(["after_publication": 500], total: 20)
      try cursor.pass(end(total: 30), from: nil)
      give(1...3, to: &cursor)
      cursor.goOn()
      for _ in 0..<4 { cursor.stepBack() }
      #expect(cursor.place == .oldest)
      pass(end(total: 40, gone: gone), &cursor, isMissing: isMissing)
    }
  }

  @Test("of what was there before, some may go until it is read; of what came since, none")
  func late() {
    var all = cursor(total: 20)
    pass(end(total: 40, gone: 20), &all, isMissing: false)
    all = cursor(total: 20)
    pass(end(total: 40, gone: 21), &all, isMissing: true)
    var since = cursor(["from_time": "x"], total: 20)
    pass(end(total: 40, gone: 21), &since, isMissing: true)
    // What names an event is answered only if that is there.
    var last = cursor(["from_publication": 1], total: 20)
    pass(end(total: 40, gone: 10), &last, isMissing: false)
    var after = cursor(["after_publication": 1], total: nil)
    after.stepBack()
    #expect(after.place == .oldest)
    pass(end(total: 40, gone: 1), &after, isMissing: true)
  }

  @Test("what goes in the middle of the reading is missing")
  func overtaken() throws {
    var cursor = cursor(total: 50)
    try cursor.pass(end(next: 10, total: 50), from: nil)
    give(1...10, to: &cursor)
    for _ in 0..<6 { cursor.stepBack() }
    #expect(cursor.place == .beginning)
    pass(end(total: 51, gone: 20), &cursor, isMissing: true)
  }

  @Test("of another history it is not known that it goes on")
  func another() throws {
    var cursor = cursor(total: 0)
    try cursor.pass(end(total: 3), from: nil)
    cursor.goOn()
    cursor.beginAnother()
    pass(end(total: 3), &cursor, isMissing: true)
  }

  @Test("what is remembered is bounded, and the oldest is forgotten first")
  func recent() {
    var recent = RecentPublications(capacity: 3)
    let publications = [1, 1, 2, 3, 4, 5, 5, 1, 4] as [UInt64]
    let isNew = publications.map { recent.insert(PublicationID($0)) }
    #expect(isNew == [true, false, true, true, true, true, false, true, false])
    #expect((0..<4).map { recent.before($0)?.rawValue } == [1, 5, 4, nil])
    #expect(recent.count == 3)
    var endless = RecentPublications(capacity: .max)
    _ = endless.insert(PublicationID(1))
    #expect(endless.before(0) == PublicationID(1))
  }
}
