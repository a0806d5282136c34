internal import Synchronization
internal import WAMPAuthentication

/// What a router knows of failed logins, whichever loops the clients are served on.
final class LoginWatch: Sendable {
  /// Touched when a client proves who it is, never when something is sent.
  private let delays: Mutex<LoginDelays>

  init(_ limits: Router.Limits) {
    var rules = LoginDelays.Rules()
    rules.first = limits.loginDelay
    rules.longest = limits.longestLoginDelay
    rules.waiting = limits.waitingLogins
    delays = Mutex(LoginDelays(rules))
  }

  func admit(_ attempt: inout LoginDelays.Attempt) -> LoginDelays.Verdict {
    let (verdict, admitted) = delays.withLock { [attempt] delays in
      var attempt = attempt
      return (delays.admit(&attempt, at: .now), attempt)
    }
    attempt = admitted
    return verdict
  }

  func stopWaiting() { delays.withLock { $0.stopWaiting() } }

  func failed(_ attempt: LoginDelays.Attempt) { delays.withLock { $0.failed(attempt, at: .now) } }

  func succeeded(_ attempt: LoginDelays.Attempt) { delays.withLock { $0.succeeded(attempt) } }
}
