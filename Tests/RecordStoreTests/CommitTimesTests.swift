import Testing

@testable import RecordStore

@Suite struct CommitTimesTests {
  private let start = ContinuousClock.now

  @Test("a state is overtaken by the first later commit that is known")
  func overtaking() {
    var times = CommitTimes(5, at: start)
    #expect(times.overtaking(of: 5) == nil)
    times.note(6, at: start + .seconds(1))
    times.note(9, at: start + .seconds(2))
    times.note(7, at: start + .seconds(3))
    #expect(times.newest == 9)
    #expect(times.overtaking(of: 9) == nil && times.overtaking(of: 5) == start + .seconds(1))
    for transaction in [6, 7, 8] as [UInt64] {
      #expect(times.overtaking(of: transaction) == start + .seconds(2))
    }
  }

  @Test("no state counts as overtaken before it was")
  func oldest() {
    var times = CommitTimes(5, at: start)
    times.note(6, at: start + .seconds(1))
    #expect(times.oldest(notOvertakenBefore: start - .seconds(1)) == 0)
    #expect(times.oldest(notOvertakenBefore: start) == 5)
    #expect(times.oldest(notOvertakenBefore: start + .seconds(1)) == 6)
  }

  @Test("a hundred thousand commits are kept in bounded space, with ages a few hundredths too short at most")
  func thinning() {
    var times = CommitTimes(0, at: start)
    // A quarter of an hour slowly, then a minute and a half fast.
    var time = start
    var exact: [ContinuousClock.Instant] = [time]
    for transaction in UInt64(1)...100_000 {
      time += transaction < 1000 ? .seconds(1) : .milliseconds(1)
      times.note(transaction, at: time)
      exact.append(time)
    }
    for transaction in stride(from: UInt64(0), to: 99_900, by: 97) {
      let known = times.overtaking(of: transaction).map { time - $0 } ?? .zero
      let age = time - exact[Int(transaction) + 1]
      #expect(known <= age && known >= age * 0.9 - .milliseconds(10), "\(transaction): \(known) of \(age)")
    }
  }
}
