/// How long clients wait that come from where logins failed: a state machine without a clock.
///
/// Failures count for an address together with the name that was tried, and from a few on for the address alone: names can
/// be tried in turn. Nobody waits for what another address does. From where a login failed, one proof is looked at after the
/// other, each after the delay: many connections at once are no faster.
package struct LoginDelays: Sendable {
  package struct Rules: Sendable, Equatable {
    /// After one failure; twice as long after each further one.
    package var first = Duration.seconds(1)
    /// After many. Who would have to wait longer, because others wait, is refused.
    package var longest = Duration.seconds(5)
    /// How many failures of one address, under whatever names, are free.
    package var freeFailures = 10
    /// How long failures are remembered at least; at most twice as long.
    package var memory = Duration.seconds(600)
    /// The most addresses and names that are remembered.
    package var entries = 20_000
    /// The most clients that wait at once.
    package var waiting = 1_000

    package init() {}
  }

  /// One client's login.
  package struct Attempt: Sendable {
    let address: Key
    let name: Key
    /// How many failures were known when it was last let on.
    fileprivate var knownFailures: Int?

    /// - Parameters:
    ///   - origin: what addresses are told apart by.
    ///   - name: whom the client says to be.
    package init(from origin: [UInt8], as name: String) {
      address = Key(origin: origin)
      self.name = Key(origin: origin, name: name.hashValue)
    }
  }

  /// What failures are counted by: of a name only its hash, which nobody can foresee, so that all are small.
  struct Key: Hashable {
    let origin: [UInt8]
    var name: Int?
  }

  package enum Verdict: Equatable, Sendable {
    case proceed
    /// Proceed after that time; tell ``LoginDelays/stopWaiting()`` then, or when the client is gone.
    case wait(Duration)
    /// Too many wait.
    case refuse
  }

  struct Failures {
    var count = 0
    /// The next one is let on then.
    var next: ContinuousClock.Instant
  }

  private let rules: Rules
  private var failures: RecentEntries<Key, Failures>
  private(set) var waiting = 0
  /// How many addresses and names are.
  var remembered: Int { failures.count }

  package init(_ rules: Rules) {
    self.rules = rules
    failures = RecentEntries(limit: rules.entries, age: rules.memory)
  }

  /// What failures are counted by, and how many of each are free.
  private func counters(of attempt: Attempt) -> [(key: Key, free: Int)] {
    [(attempt.address, rules.freeFailures), (attempt.name, 0)]
  }

  /// Before a client is challenged, and before its proof is looked at: it waits but once, unless others failed meanwhile.
  package mutating func admit(_ attempt: inout Attempt, at now: ContinuousClock.Instant) -> Verdict {
    failures.forget(at: now)
    var start = now
    var known = 0
    var delays: [(Key, Duration)] = []
    for (key, free) in counters(of: attempt) {
      guard let found = failures[key], found.count > free else { continue }
      start = max(start, found.next)
      known += found.count
      delays.append((key, delay(after: found.count - free)))
    }
    if known == 0 || known == attempt.knownFailures { return .proceed }
    let wait = now.duration(to: start)
    guard wait <= rules.longest, wait == .zero || waiting < rules.waiting else { return .refuse }
    attempt.knownFailures = known
    for (key, delay) in delays { failures[key]?.next = start + delay }
    if wait == .zero { return .proceed }
    waiting += 1
    return .wait(wait)
  }

  package mutating func stopWaiting() { waiting -= 1 }

  /// A client did not prove to be whom it said to be.
  package mutating func failed(_ attempt: Attempt, at now: ContinuousClock.Instant) {
    failures.forget(at: now)
    for (key, free) in counters(of: attempt) {
      var known = failures[key] ?? Failures(next: now)
      known.count += 1
      known.next = max(known.next, now + delay(after: known.count - free))
      failures[key] = known
    }
  }

  /// A client is in: what failed under its name was its own mistake. What its address did under other names still counts.
  package mutating func succeeded(_ attempt: Attempt) { failures[attempt.name] = nil }

  private func delay(after count: Int) -> Duration {
    if count <= 0 { return .zero }
    return min(rules.longest, rules.first * (1 << min(count - 1, 20)))
  }
}
