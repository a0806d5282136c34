import Testing

@testable import WAMPAuthentication

@Suite("Delays after failed logins")
struct LoginDelayTests {
  static let start = ContinuousClock().now

  private static func at(_ seconds: Double) -> ContinuousClock.Instant { start + .seconds(seconds) }

  private static func attempt(_ origin: UInt8 = 1, _ name: String = "joe") -> LoginDelays.Attempt {
    LoginDelays.Attempt(from: [origin], as: name)
  }

  /// What a client is told that comes now.
  private func verdict(
    _ delays: inout LoginDelays, _ origin: UInt8 = 1, _ name: String = "joe", at seconds: Double
  ) -> LoginDelays.Verdict {
    var attempt = Self.attempt(origin, name)
    return delays.admit(&attempt, at: Self.at(seconds))
  }

  @Test("grow with each failure, up to the longest, and are over with time")
  func growing() {
    var delays = LoginDelays(.init())
    #expect(verdict(&delays, at: 0) == .proceed)
    var now = 0.0
    for expected in [1, 2, 4, 5, 5] as [Double] {
      delays.failed(Self.attempt(), at: Self.at(now))
      #expect(verdict(&delays, at: now + expected / 4) == .wait(.seconds(expected * 3 / 4)))
      delays.stopWaiting()
      // The one that waits has its turn, and then the delay begins anew.
      now += 2 * expected
      #expect(verdict(&delays, at: now) == .proceed)
      now += expected
    }
    #expect(delays.waiting == 0)
  }

  @Test("are those of an address and a name: others do not wait")
  func strangers() {
    var delays = LoginDelays(.init())
    for _ in 0..<100 { delays.failed(Self.attempt(1, "joe"), at: Self.at(0)) }
    #expect(verdict(&delays, 2, "joe", at: 0) == .proceed)
    #expect(verdict(&delays, 2, "ann", at: 0) == .proceed)
    #expect(verdict(&delays, 1, "joe", at: 0) == .wait(.seconds(5)))
  }

  @Test("hold for an address that tries one name after the other")
  func names() {
    var delays = LoginDelays(.init())
    for number in 0..<10 { delays.failed(Self.attempt(1, "name\(number)"), at: Self.at(0)) }
    #expect(verdict(&delays, 1, "joe", at: 0) == .proceed)
    delays.failed(Self.attempt(1, "name10"), at: Self.at(0))
    #expect(verdict(&delays, 1, "joe", at: 0) == .wait(.seconds(1)))
    #expect(verdict(&delays, 2, "joe", at: 0) == .proceed)
  }

  @Test("let one after the other on, and refuse those for whom it takes too long")
  func turns() {
    var delays = LoginDelays(.init())
    delays.failed(Self.attempt(), at: Self.at(0))
    let verdicts = (0..<7).map { _ in verdict(&delays, at: 0) }
    #expect(verdicts == (1...5).map { .wait(.seconds($0)) } + [.refuse, .refuse])
    #expect(delays.waiting == 5)
  }

  @Test("are waited for once, unless somebody failed meanwhile")
  func once() {
    var delays = LoginDelays(.init())
    delays.failed(Self.attempt(), at: Self.at(0))
    var challenged = Self.attempt()
    #expect(delays.admit(&challenged, at: Self.at(0)) == .wait(.seconds(1)))
    delays.stopWaiting()
    #expect(delays.admit(&challenged, at: Self.at(1)) == .proceed)
    // Many were challenged before one failed: their proofs are looked at one after the other.
    var others = (0..<5).map { _ in Self.attempt(3) }
    for index in others.indices { #expect(delays.admit(&others[index], at: Self.at(2)) == .proceed) }
    delays.failed(Self.attempt(3), at: Self.at(2))
    let verdicts = others.indices.map { delays.admit(&others[$0], at: Self.at(2)) }
    #expect(verdicts == (1...5).map { .wait(.seconds($0)) })
  }

  @Test("end with a success, but not for what the address did under other names")
  func success() {
    var delays = LoginDelays(.init())
    delays.failed(Self.attempt(), at: Self.at(0))
    delays.succeeded(Self.attempt())
    #expect(verdict(&delays, at: 0) == .proceed)
    for number in 0..<20 { delays.failed(Self.attempt(1, "name\(number)"), at: Self.at(0)) }
    delays.succeeded(Self.attempt())
    #expect(verdict(&delays, at: 0) == .wait(.seconds(5)))
  }

  @Test("are forgotten after a while", arguments: [(599, false), (1201, true)])
  func forgetting(seconds: Double, isForgotten: Bool) {
    var delays = LoginDelays(.init())
    _ = verdict(&delays, 9, at: 0)
    for _ in 0..<5 { delays.failed(Self.attempt(), at: Self.at(0)) }
    delays.failed(Self.attempt(), at: Self.at(0))
    _ = verdict(&delays, 9, at: seconds)
    delays.failed(Self.attempt(), at: Self.at(seconds))
    #expect(verdict(&delays, at: seconds) == .wait(.seconds(isForgotten ? 1 : 5)))
  }

  @Test("bound how many wait, and how much is remembered")
  func bounds() {
    var rules = LoginDelays.Rules()
    rules.waiting = 3
    rules.entries = 100
    var delays = LoginDelays(rules)
    for origin in 0...255 as ClosedRange<UInt8> {
      delays.failed(Self.attempt(origin), at: Self.at(0))
      #expect(delays.remembered <= 102)
    }
    let verdicts = (252...255 as ClosedRange<UInt8>).map { verdict(&delays, $0, at: 0) }
    #expect(verdicts == [.wait(.seconds(1)), .wait(.seconds(1)), .wait(.seconds(1)), .refuse])
    #expect(verdict(&delays, 0, at: 0) == .proceed)
  }
}
