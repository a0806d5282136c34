/// What waits for the consumer of one stream: commits in their order, and what is missing between them.
///
/// Never more than its bound: then all that waits becomes one gap, which goes on growing, at no cost, until the
/// consumer takes it.
struct ChangeQueue: Sendable {
  /// A commit with the rows that concern a stream.
  struct Commit: Sendable {
    /// The first of its changes that are here.
    let start: LogPosition
    let rows: [StoredRowChange]
    /// Whether these are its last ones.
    let isComplete: Bool
    let byteCount: Int

    init(_ rows: [StoredRowChange], start: LogPosition, isComplete: Bool = true) {
      self.start = start
      self.rows = rows
      self.isComplete = isComplete
      byteCount = rows.reduce(0) { $0 + $1.byteCount }
    }
  }

  enum Item: Sendable {
    case commit(Commit)
    /// To be looked up in the log, if there is one.
    case gap(ChangeGap)
    /// Looked up, and not there.
    case unknown(UnknownChanges)

    fileprivate var start: LogPosition {
      switch self {
      case .commit(let commit): commit.start
      case .gap(let gap): gap.start
      case .unknown(let unknown): LogPosition(unknown.since &+ 1)
      }
    }

    fileprivate var byteCount: Int {
      if case .commit(let commit) = self { commit.byteCount } else { 0 }
    }
  }

  let bound: ChangeBuffer
  // The next one last, so that taking it costs nothing.
  private var taken: [Item] = []
  private var added: [Item] = []
  private var byteCount = 0
  /// Whether what comes is only counted: there is no need to copy it for this stream.
  private(set) var isLagging = false
  /// The last commit that the stream tells, or has told, of; 0 if there is none. Of a gap that is known only when it was
  /// looked up.
  private(set) var lastTold: UInt64 = 0
  /// The gap that is being looked up.
  private var lookedUp: ChangeGap?

  init(_ bound: ChangeBuffer) { self.bound = bound }

  /// Appends a commit that concerns the stream.
  mutating func append(_ commit: Commit) {
    lastTold = max(lastTold, commit.start.commit)
    if isLagging { return lag(through: commit.start.commit) }
    added.append(.commit(commit))
    byteCount += commit.byteCount
    keepWithinBound(commit.start.commit)
  }

  mutating func append(_ gap: ChangeGap) {
    if isLagging, gap.isNumbered { return lag(through: gap.through) }
    if case .gap(let last)? = added.last {
      // What other programs did is told once, until the next commit.
      if !gap.isNumbered, !last.isNumbered, last.start == gap.start { return }
      if gap.isNumbered, last.isNumbered, last.through &+ 1 == gap.start.commit {
        added[added.count - 1] = .gap(ChangeGap(start: last.start, through: gap.through, last.reason))
        return
      }
    }
    added.append(.gap(gap))
    if !isLagging { keepWithinBound(gap.through) }
  }

  /// Takes the next item.
  mutating func next() -> Item? {
    if taken.isEmpty {
      swap(&taken, &added)
      taken.reverse()
    }
    guard let item = taken.popLast() else { return nil }
    byteCount -= item.byteCount
    isLagging = false
    if case .gap(let gap) = item { lookedUp = gap }
    return item
  }

  /// The first gap of which it is not known yet what was missed.
  var firstGap: ChangeGap? {
    if let lookedUp { return lookedUp }
    for item in taken.reversed() { if case .gap(let gap) = item { return gap } }
    for item in added { if case .gap(let gap) = item { return gap } }
    return nil
  }

  mutating func removeAll() { self = ChangeQueue(bound) }

  /// Puts items before all others: what was found for a gap.
  mutating func prepend(_ items: [Item]) {
    lookedUp = nil
    for item in items.reversed() {
      switch item {
      case .commit(let commit): lastTold = max(lastTold, commit.start.commit)
      case .unknown(let unknown): lastTold = max(lastTold, unknown.through)
      case .gap: break
      }
      taken.append(item)
      byteCount += item.byteCount
    }
  }

  private mutating func keepWithinBound(_ commit: UInt64) {
    guard taken.count + added.count > bound.commits || byteCount > bound.bytes else { return }
    guard let first = taken.last ?? added.first else { return }
    // Other programs' last changes stand in no log yet.
    var tail: [Item] = []
    if case .gap(let gap)? = added.last, !gap.isNumbered { tail = [.gap(gap)] }
    taken = []
    added = [.gap(ChangeGap(start: first.start, through: commit, .lagged))] + tail
    byteCount = 0
    isLagging = true
  }

  private mutating func lag(through commit: UInt64) {
    guard case .gap(var gap)? = added.first else { return }
    gap.through = max(gap.through, commit)
    // The commit after them notes what other programs did before it.
    added = [.gap(gap)]
  }
}
