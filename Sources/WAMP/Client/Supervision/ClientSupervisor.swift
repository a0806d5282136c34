/// Decides when a client connects, to which of its routers, and when it gives up: a state machine without clock and
/// without chance of its own.
///
/// The first time, each router is tried once, without waiting. What is done after a session was open is up to
/// ``Reconnection``.
package struct ClientSupervisor: Sendable {
  package enum Phase: Sendable, Equatable {
    case ready
    /// An attempt is under way.
    case connecting
    case open
    /// The timer runs before the next attempt.
    case waiting
    /// Nothing is tried any more.
    case ended
  }

  package enum Action: Sendable, Equatable {
    /// Try the router of a number; answer with ``ClientSupervisor/opened()`` or ``ClientSupervisor/failed(isFinal:)``.
    case connect(Int)
    /// Tell ``ClientSupervisor/timerFired()`` after a time.
    case startTimer(Duration)
    /// The session is over, for the reason that was found last.
    case end
  }

  package private(set) var phase = Phase.ready
  /// How many attempts were made since a session was open.
  package private(set) var attempts = 0

  private let policy: Reconnection
  private var generator: RandomIDs
  /// The routers that did not refuse the client for good, by their numbers; the next one first.
  private var routes: [Int]
  /// The number of the round that comes after the next wait.
  private var nextRound = 0
  /// How many routers have not been tried in this round.
  private var leftInRound: Int
  private var wasOpen = false

  /// - Parameters:
  ///   - routes: how many routers there are; at least one.
  ///   - generator: where chance comes from.
  package init(routes: Int, policy: Reconnection, generator: RandomIDs = RandomIDs()) {
    self.routes = Array(0..<routes)
    leftInRound = routes
    self.policy = policy
    self.generator = generator
  }

  /// Whether the loss of an open session is followed by an attempt.
  ///
  /// - Parameter isFinal: whether its router refused the client for good.
  package func comesBack(isFinal: Bool) -> Bool {
    phase == .open && policy.maxAttempts != 0 && !(isFinal && routes.count == 1)
  }

  package mutating func start() -> Action { connect() }

  /// An attempt has led to an open session.
  package mutating func opened() {
    phase = .open
    wasOpen = true
    attempts = 0
  }

  /// An attempt has led to nothing.
  ///
  /// - Parameter isFinal: whether the router refused the client for good.
  package mutating func failed(isFinal: Bool) -> Action {
    let tried = routes.removeFirst()
    if !isFinal { routes.append(tried) }
    guard !routes.isEmpty, !isLastAttempt else { return end() }
    if leftInRound > 0 { return connect() }
    return wasOpen ? wait() : end()
  }

  /// An open session has ended, but not from here.
  ///
  /// - Parameters:
  ///   - isFinal: whether its router refused the client for good.
  ///   - duration: how long it was open. One that lasts no longer than the longest delay does not count as a success,
  ///     or a router that lets a client in and throws it out would be asked without end.
  package mutating func lost(isFinal: Bool, after duration: Duration) -> Action {
    guard comesBack(isFinal: isFinal) else { return end() }
    if duration > policy.maxDelay { nextRound = 0 }
    if isFinal { routes.removeFirst() }
    return wait()
  }

  package mutating func timerFired() -> Action? {
    guard phase == .waiting else { return nil }
    leftInRound = routes.count
    return connect()
  }

  /// The client wants no more.
  package mutating func close() { phase = .ended }

  private var isLastAttempt: Bool { wasOpen && policy.maxAttempts.map { attempts >= $0 } ?? false }

  private mutating func connect() -> Action {
    phase = .connecting
    attempts += 1
    leftInRound -= 1
    return .connect(routes[0])
  }

  private mutating func wait() -> Action {
    phase = .waiting
    defer { nextRound += 1 }
    return .startTimer(policy.delay(before: nextRound, using: &generator))
  }

  private mutating func end() -> Action {
    phase = .ended
    return .end
  }
}
