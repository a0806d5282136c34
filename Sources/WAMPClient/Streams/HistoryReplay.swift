internal import WAMP

/// Where a reader of a topic's history is, and which events it has been given.
struct HistoryReplay {
  private let pages: HistoryPages
  private let beginning: [String: Value]
  private var page: ArraySlice<Message.Event> = []
  /// What the next page is asked for with; `nil` once the history has been read to its end.
  private var position: [String: Value]?
  private var given: RecentPublications
  private var subscription: Value?
  /// How many events before the last one that was given were looked for in vain.
  private var stepsBack = 0

  /// How long a router that was started anew may take to know of the history.
  private static let patience = Duration.seconds(30)

  init(_ pages: HistoryPages, _ beginning: [String: Value], remembering count: Int) {
    self.pages = pages
    self.beginning = beginning
    position = beginning
    given = RecentPublications(capacity: count)
  }

  /// Notes an event that is to be given.
  ///
  /// - Returns: false if it was given before.
  mutating func isNew(_ event: Message.Event) -> Bool { given.insert(event.publication) }

  /// The next event of the history that was not given; `nil` once it has been read to its end.
  mutating func next() async throws -> Message.Event? {
    while true {
      while let event = page.popFirst() { if isNew(event) { return event } }
      guard let keywords = position else { return nil }
      try await pull(keywords)
    }
  }

  /// Events may have been missed behind the last one that was given.
  mutating func goOn() {
    (stepsBack, subscription) = (0, nil)
    page = []
    // If none was given, as it began.
    if let last = given.before(0) {
      position = ["after_publication": Value(last.rawValue)]
    } else {
      position = beginning
    }
  }

  private mutating func pull(_ keywords: [String: Value]) async throws {
    do {
      let found = try await find()
      let pulled = try await pages.page(found, keywords)
      page = pulled.events[...]
      position = pulled.next.map { ["after_publication": Value($0.rawValue)] }
    } catch let error as WAMPError where error.code == .noSuchPublication && given.before(0) != nil {
      stepBack()
    } catch let error as WAMPError where error.isInterruption {
      // The next request waits until there is a connection.
      subscription = nil
    }
  }

  /// What was delivered by a router that was killed before it was stored is not in the history; one before it is, or none
  /// that was given is there any more.
  private mutating func stepBack() {
    stepsBack = stepsBack == 0 ? 1 : 2 * stepsBack
    position = given.before(stepsBack).map { ["after_publication": Value($0.rawValue)] } ?? [:]
  }

  private mutating func find() async throws -> Value {
    if let subscription { return subscription }
    let deadline = ContinuousClock.now + Self.patience
    var pause = Duration.milliseconds(20)
    while true {
      do {
        let found = try await pages.subscription()
        _ = try await pages.page(found, ["limit": 1])
        subscription = found
        return found
      } catch let error as WAMPError where error.isOfNoHistory && ContinuousClock.now < deadline {
        try await Task.sleep(for: pause)
        pause = min(pause * 2, .seconds(1))
      }
    }
  }
}

extension WAMPError {
  /// The connection was lost, and there will be another one.
  fileprivate var isInterruption: Bool { !endedSession && code.rawValue.hasPrefix("wamp.close.") }

  fileprivate var isOfNoHistory: Bool { code == .noSuchProcedure || code == .noSuchSubscription }
}
