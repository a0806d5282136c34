import Testing

@testable import WAMP

/// When a client connects, to which router, and when it gives up. Time and chance are given.
@Suite struct ClientSupervisorTests {
  private static let policy = Reconnection(
    firstDelay: .seconds(1), maxDelay: .seconds(4), jitter: 0, requests: .wait)

  private func opened(_ routes: Int = 1, _ policy: Reconnection = policy) -> ClientSupervisor {
    var supervisor = ClientSupervisor(routes: routes, policy: policy)
    _ = supervisor.start()
    supervisor.opened()
    return supervisor
  }

  @Test func `the first time each router is tried once, without waiting`() {
    var supervisor = ClientSupervisor(routes: 3, policy: Self.policy)
    #expect(supervisor.start() == .connect(0))
    #expect(supervisor.failed(isFinal: false) == .connect(1))
    #expect(supervisor.failed(isFinal: true) == .connect(2))
    #expect(supervisor.failed(isFinal: false) == .end)
    #expect(supervisor.phase == .ended)
  }

  @Test func `a router that was lost is tried first, after a delay that doubles up to its limit`() {
    var supervisor = opened()
    #expect(supervisor.lost(isFinal: false, after: .seconds(60)) == .startTimer(.seconds(1)))
    for delay in [2, 4, 4, 4] {
      #expect(supervisor.timerFired() == .connect(0))
      #expect(supervisor.failed(isFinal: false) == .startTimer(.seconds(delay)))
    }
    #expect(supervisor.phase == .waiting)
  }

  @Test func `of several routers each is tried once a round, the one that was lost first`() {
    var supervisor = ClientSupervisor(routes: 3, policy: Self.policy)
    _ = supervisor.start()
    #expect(supervisor.failed(isFinal: false) == .connect(1))
    supervisor.opened()
    #expect(supervisor.lost(isFinal: false, after: .seconds(60)) == .startTimer(.seconds(1)))
    #expect(supervisor.timerFired() == .connect(1))
    #expect(supervisor.failed(isFinal: false) == .connect(2))
    #expect(supervisor.failed(isFinal: false) == .connect(0))
    #expect(supervisor.failed(isFinal: false) == .startTimer(.seconds(2)))
    #expect(supervisor.timerFired() == .connect(1))
  }

  @Test func `a router that refuses the client for good is not tried again`() {
    var supervisor = opened(2)
    _ = supervisor.lost(isFinal: false, after: .seconds(60))
    #expect(supervisor.timerFired() == .connect(0))
    #expect(supervisor.failed(isFinal: true) == .connect(1))
    #expect(supervisor.failed(isFinal: false) == .startTimer(.seconds(2)))
    #expect(supervisor.timerFired() == .connect(1))
    #expect(supervisor.failed(isFinal: true) == .end)
  }

  @Test func `a session that its router ends for good is followed by another router's, or by none`() {
    var one = opened()
    #expect(!one.comesBack(isFinal: true))
    #expect(one.lost(isFinal: true, after: .seconds(60)) == .end)
    var two = opened(2)
    #expect(two.comesBack(isFinal: true))
    #expect(two.lost(isFinal: true, after: .seconds(60)) == .startTimer(.seconds(1)))
    #expect(two.timerFired() == .connect(1))
  }

  @Test func `a session that lasts no longer than the longest delay is no success`() {
    var supervisor = opened()
    for delay in [1, 2, 4, 4] {
      #expect(supervisor.lost(isFinal: false, after: .seconds(3)) == .startTimer(.seconds(delay)))
      #expect(supervisor.timerFired() == .connect(0))
      supervisor.opened()
    }
    #expect(supervisor.lost(isFinal: false, after: .seconds(5)) == .startTimer(.seconds(1)))
  }

  @Test func `after so many attempts it gives up`() {
    var policy = Self.policy
    policy.maxAttempts = 2
    var supervisor = opened(1, policy)
    _ = supervisor.lost(isFinal: false, after: .seconds(60))
    _ = supervisor.timerFired()
    #expect(supervisor.failed(isFinal: false) == .startTimer(.seconds(2)))
    _ = supervisor.timerFired()
    #expect(supervisor.failed(isFinal: false) == .end)
  }

  @Test func `without reconnection the first loss is the end`() {
    var supervisor = opened(2, .never)
    #expect(!supervisor.comesBack(isFinal: false))
    #expect(supervisor.lost(isFinal: false, after: .seconds(60)) == .end)
  }

  @Test func `one that was closed tries nothing more`() {
    var supervisor = opened()
    _ = supervisor.lost(isFinal: false, after: .seconds(60))
    supervisor.close()
    #expect(supervisor.timerFired() == nil)
    #expect(supervisor.phase == .ended)
  }

  @Test func `chance takes away as much of a delay as the policy says`() {
    var generator = RandomIDs(seed: 7)
    let policy = Reconnection(firstDelay: .seconds(1), maxDelay: .seconds(8), jitter: 0.25)
    for round in 0..<100 {
      let whole = Duration.seconds(round < 3 ? 1 << round : 8)
      let delay = policy.delay(before: round, using: &generator)
      #expect(delay <= whole && delay >= whole * 0.75)
    }
    let odd = Reconnection(firstDelay: .seconds(-1), maxDelay: .zero, jitter: 7)
    #expect(odd.delay(before: .max, using: &generator) == .zero)
  }

  @Test(arguments: [
    ("wamp.error.no_such_realm", true), ("wamp.error.authentication_failed", true),
    ("wamp.error.not_authorized", true), ("wamp.close.killed", true), ("wamp.error.protocol_violation", true),
    ("wamp.close.system_shutdown", false), ("wamp.close.transport_lost", false),
    ("wamp.error.timeout", false),
    ("wamp.error.unavailable", false), ("com.example.busy", false),
  ])
  func `what another time would not change is final`(reason: String, isFinal: Bool) {
    #expect(WAMPError(.init(reason)).isFinal == isFinal)
  }
}
