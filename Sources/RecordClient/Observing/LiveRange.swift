internal import RecordStore
internal import WAMP

/// What a live query reads: its size counts.
protocol LiveRow: Sendable {
  var byteCount: Int { get }
}

/// What a live query knows, and what it does next: pages and published changes in, states and commits out.
///
/// Why what it gives is whole, and nothing of it is missing or torn:
///
/// * Changes are published in the order of their commits, and the subscription is older than the first page. That page is
///   only taken if the publication knew no change later than the page's commit, when it was asked right after the page's
///   snapshot was taken. So all later changes were published after that, to this subscription.
/// * A key that a page covers is as the page's commit left it: of its changes those of later commits are applied, others are
///   skipped. A change of a key that no page covers yet is skipped: the page that will cover it has to be of its commit
///   or a later one, or all is begun anew.
/// * ``known`` is the commit up to which all changes have come that had to: the first page's commit to begin with, then the
///   last commit that came whole. Where only other tables change, no event says so. But a publication that knows commits up
///   to `seen`, of which `changed` was the last one of the table, has nothing more to tell up to `seen` once `changed` came.
/// * The rows are given once that is as late as the commit of every page and of every change that was applied: they are as
///   the commit ``known`` left them then.
///
/// Whatever breaks the order of events or tells that some are missing begins all of it anew.
struct LiveRange<Row: LiveRow>: Sendable {
  enum Phase {
    /// The pages are pulled, one after the other.
    case pulling
    /// All pages are here, but perhaps not all changes up to the last one's commit.
    case settling
    /// The rows were given; changes follow.
    case following
  }

  /// A change of a row: `nil` if it was deleted.
  struct Change: Sendable {
    let key: [UInt8]
    let row: Row?
  }

  /// What the query's consumer gets.
  enum Update: Sendable {
    case rows([Row], commit: UInt64)
    case changes([Change], commit: UInt64)
  }

  /// What is to be done next.
  enum Step: Sendable {
    case give(Update)
    /// A page is to be pulled: the first one, or the one behind the last.
    case pull(isFirst: Bool)
    /// The progress of the publication is to be asked for.
    case ask
    /// The next arrival is to be waited for; perhaps an alarm is to be set before.
    case wait(Alarm?)
  }

  struct Alarm: Sendable, Equatable {
    let id: Int
    let delay: Duration
  }

  struct Page: Sendable {
    /// The last key that it covers; `nil` for all further ones.
    let last: [UInt8]?
    let commit: UInt64
  }

  let range: StoredKeyRange
  /// The most rows of the range, and the most changes of a commit that are kept for it …
  let limit: Int
  /// … and the most bytes of these with their keys.
  let byteLimit: Int

  var phase = Phase.pulling
  var ready: [Update] = []
  /// The rows of the pages, with the later changes that have come.
  private(set) var rows: [[UInt8]: Row] = [:]
  /// What these and their keys take.
  private(set) var byteCount = 0
  var pages: [Page] = []
  /// The commit up to which all changes have come.
  var known: UInt64 = 0
  /// The latest commit of which something is in ``rows``.
  var applied: UInt64 = 0
  /// The latest commit of which a change was skipped, because no page covered its key.
  var skipped: UInt64 = 0
  var progress: ChangeProgress?
  /// The changes of a commit that is not known to be whole.
  var open: (commit: UInt64, changes: [Change], bytes: Int)?

  // How it is found out that events are missing.
  var lastSequence: UInt64?
  var dropped = 0

  // What is waited for.
  var alarm = Alarm(id: 0, delay: .zero)
  var newAlarm: Alarm?
  /// Whether what has come is read before the next page is pulled.
  var isDraining = false
  var asks = false
  /// How often changes were waited for that are late.
  var waits = 0
  /// Whether something came since the alarm was set.
  var hasNews = false
  /// The last change that the publication knew of when it was asked because nothing came.
  var suspected: UInt64?

  // How often something went wrong since rows were given.
  var attempts = 0
  var failures = 0
  var hasGivenRows = false

  init(_ range: StoredKeyRange, limit: Int, byteLimit: Int = .max) {
    self.range = range
    self.limit = limit
    self.byteLimit = byteLimit
  }

  /// Notes what is stored for a key; `nil` if it was deleted.
  mutating func note(_ row: Row?, for key: [UInt8]) {
    let old = row.map { rows.updateValue($0, forKey: key) } ?? rows.removeValue(forKey: key)
    if let old { byteCount -= key.count + old.byteCount }
    if let row { byteCount += key.count + row.byteCount }
  }

  /// The rows in ascending order, of which nothing is kept.
  mutating func takeRows() -> [Row] {
    defer { (rows, byteCount) = ([:], 0) }
    return rows.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }

  mutating func next() -> Step {
    if !ready.isEmpty { return .give(ready.removeFirst()) }
    if phase == .pulling, !isDraining { return .pull(isFirst: pages.isEmpty) }
    if asks {
      asks = false
      return .ask
    }
    return .wait(newAlarm.take())
  }

  /// Gives all up that is known, and begins with the first page.
  ///
  /// - Throws: `wamp.error.unavailable` if that does not come to an end.
  mutating func beginAnew() throws(WAMPError) {
    attempts += 1
    guard attempts <= LiveRangeTiming.attemptLimit else {
      throw WAMPError(
        .unavailable,
        "the rows can't be read as one state: changes were lost or late \(LiveRangeTiming.attemptLimit) times in a row"
      )
    }
    reset()
  }

  mutating func reset() {
    phase = .pulling
    (rows, byteCount) = ([:], 0)
    pages = []
    (known, applied, skipped) = (0, 0, 0)
    progress = nil
    open = nil
    isDraining = false
    asks = false
    waits = 0
    suspected = nil
    // One that was set before counts no more.
    alarm = Alarm(id: alarm.id + 1, delay: .zero)
    newAlarm = nil
  }

  mutating func setAlarm(after delay: Duration) {
    alarm = Alarm(id: alarm.id + 1, delay: delay)
    newAlarm = alarm
    hasNews = false
  }
}

/// How long a live query waits, and how often it tries.
enum LiveRangeTiming {
  /// How often all is begun anew before it is given up.
  static let attemptLimit = 20
  /// How often a call may fail, once rows were given.
  static let failureLimit = 10
  /// How often changes that are late are asked for before all is begun anew: about two seconds.
  static let waitLimit = 10
  /// After how long without news the publication is asked whether there are any.
  static let idle = Duration.seconds(30)
  /// How long news that the publication knows of may take.
  static let patience = Duration.seconds(1)

  /// How long changes are waited for before they are asked for once more.
  static func settling(_ waits: Int) -> Duration { .milliseconds(min(5 << min(waits, 10), 500)) }

  /// How long it takes until what failed is tried again.
  static func retry(_ failures: Int) -> Duration { .milliseconds(min(100 << min(failures, 10), 5000)) }
}
