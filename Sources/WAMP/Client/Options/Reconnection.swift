/// How a client comes back when its connection was lost.
///
/// The routers that it was given are tried in turn, each once a round. Before a round it waits: a short time at first,
/// twice as long each round, never longer than a limit. A router that refuses the client for good, as it has no
/// such realm or does not believe who the client is, is not tried again; when no router is left, the session ends with
/// the last one's reason.
public struct Reconnection: Sendable, Equatable {
  /// What becomes of requests that are made while there is no connection.
  public enum Requests: Sendable {
    /// They wait, each as long as its own timeout says, and are sent once there is a connection.
    case wait
    /// They fail at once with `wamp.error.unavailable`.
    case fail
  }

  /// How long it waits before the first round.
  public var firstDelay: Duration
  /// The longest it waits before a round.
  public var maxDelay: Duration
  /// How much of each delay is left to chance, from 0 to 1: so that the clients which one router lost do not all come
  /// back at the same moment.
  public var jitter: Double
  /// After how many attempts without success the session ends; `nil` for never.
  public var maxAttempts: Int?
  /// What becomes of requests that are made while there is no connection.
  public var requests: Requests
  /// How many requests may wait; what is more fails with `wamp.error.unavailable`.
  public var maxWaiting: Int

  /// 0.2 s, growing to 30 s, half of it by chance, for ever, unless something else is said.
  public init(
    firstDelay: Duration = .milliseconds(200), maxDelay: Duration = .seconds(30), jitter: Double = 0.5,
    maxAttempts: Int? = nil, requests: Requests = .wait, maxWaiting: Int = 10_000
  ) {
    self.firstDelay = firstDelay
    self.maxDelay = maxDelay
    self.jitter = jitter
    self.maxAttempts = maxAttempts
    self.requests = requests
    self.maxWaiting = maxWaiting
  }

  /// The session ends with its connection.
  public static let never = Reconnection(maxAttempts: 0)

  /// The delay before a round, the first one being 0.
  func delay(before round: Int, using generator: inout some RandomNumberGenerator) -> Duration {
    let delay = BackOff(first: max(firstDelay, .zero), longest: maxDelay).delay(round)
    let chance = Double.random(in: 0...1, using: &generator) * min(max(jitter, 0), 1)
    return max(delay * (1 - chance), .zero)
  }
}
