internal import WAMP

/// Reads a topic's history for one reader, page by page, and again where events were missed.
struct HistoryReplay {
  private let pages: HistoryPages
  private var cursor: HistoryCursor
  private var page: ArraySlice<Message.Event> = []
  /// The history's identifier; `nil` if it is to be looked up.
  private var subscription: Value?
  /// The history that the cursor speaks of.
  private var known: Value
  private var patience = HistoryPatience()

  init(_ pages: HistoryPages, of history: Value, from beginning: HistoryBeginning, remembering count: Int) {
    self.pages = pages
    cursor = HistoryCursor(of: pages.topic, from: beginning, remembering: count)
    known = history
    subscription = history
  }

  /// Notes an event that is to be given.
  ///
  /// - Returns: false if it was given before.
  mutating func isNew(_ event: Message.Event) -> Bool { cursor.isNew(event.publication) }

  /// The next event of the history that was not given; `nil` once it has been read to its end.
  ///
  /// - Throws: `flatwire.error.events_gone` if events that were to be given are not kept any more.
  mutating func next() async throws -> Message.Event? {
    while true {
      while let event = page.popFirst() { if isNew(event) { return event } }
      guard let keywords = cursor.keywords else { return nil }
      try await pull(keywords)
    }
  }

  /// Events may have been missed behind the last one that was given.
  ///
  /// - Parameter isElsewhere: whether the router may be another one.
  mutating func goOn(isElsewhere: Bool = false) {
    cursor.goOn()
    page = []
    if isElsewhere { subscription = nil }
  }

  private mutating func pull(_ keywords: [String: Value]) async throws {
    do {
      let history = try await find()
      let pulled = try await pages.page(history, keywords)
      if history != known { cursor.beginAnother() }
      known = history
      patience = HistoryPatience()
      try cursor.pass(pulled.end, from: pulled.events.first?.publication)
      page = pulled.events[...]
    } catch let error as WAMPError where error.code == .noSuchPublication {
      cursor.stepBack()
    } catch let error as WAMPError where error.isInterruption {
      // The next request waits until there is a connection.
      subscription = nil
    } catch let error as WAMPError where error.isOfNoHistory && patience.hasMore {
      subscription = nil
      try await patience.wait()
    }
  }

  private mutating func find() async throws -> Value {
    if let subscription { return subscription }
    let found = try await pages.subscription()
    subscription = found
    return found
  }
}

/// How long a router that was started anew may take to know of its history.
private struct HistoryPatience {
  private var deadline: ContinuousClock.Instant?
  private var pause = Duration.milliseconds(20)

  private static let limit = Duration.seconds(30)

  var hasMore: Bool { deadline.map { ContinuousClock.now < $0 } ?? true }

  mutating func wait() async throws {
    deadline = deadline ?? ContinuousClock.now + Self.limit
    try await Task.sleep(for: pause)
    pause = min(pause * 2, .seconds(1))
  }
}

extension WAMPError {
  /// The connection was lost, and there will be another one.
  fileprivate var isInterruption: Bool { !endedSession && code.rawValue.hasPrefix("wamp.close.") }

  fileprivate var isOfNoHistory: Bool { code == .noSuchProcedure || code == .noSuchSubscription }
}
