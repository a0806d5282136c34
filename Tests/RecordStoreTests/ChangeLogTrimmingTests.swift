import Testing

@testable import RecordStore

/// Which entries of a log go, without a store.
@Suite struct ChangeLogTrimmingTests {
  /// Trims a log whose commits have two entries each, one second apart, the first at second 1.
  ///
  /// - Returns: how many entries went, and the state afterwards.
  private func trim(
    commits: UInt64, _ bounds: ChangeLogBounds, now: UInt64, added: UInt64 = 0
  ) -> (Int, ChangeLogState) {
    var state = ChangeLogState(after: 0)
    state.count = 2 * commits
    state.byteCount = 200 * commits
    var trimming = ChangeLogTrimming(state, bounds, now: now * 1_000_000_000, added: added)
    var gone = 0
    if trimming.mayRemove {
      for entry in 0..<2 * commits {
        let place = ChangeLogEntry.Place(
          position: LogPosition(entry / 2 + 1, entry % 2), time: (entry / 2 + 1) * 1_000_000_000,
          byteCount: 100
        )
        guard trimming.removes(place) else { break }
        gone += 1
      }
    }
    return (gone, trimming.state)
  }

  private static let unbounded = ChangeLogBounds(maxChanges: .max, maxBytes: .max, maxAge: nil)

  @Test("nothing goes within the bounds")
  func nothing() {
    let (gone, state) = trim(commits: 10, Self.unbounded, now: 100)
    #expect(gone == 0 && state.floor == 0)
  }

  @Test(
    "whole commits go, the oldest first, until the log is within its bounds",
    arguments: [
      ChangeLogBounds(maxChanges: 15, maxBytes: .max, maxAge: nil),
      ChangeLogBounds(maxChanges: .max, maxBytes: 1_550, maxAge: nil),
      ChangeLogBounds(maxChanges: .max, maxBytes: .max, maxAge: 7_500_000_000),
    ])
  func bounds(_ bounds: ChangeLogBounds) {
    let (gone, state) = trim(commits: 10, bounds, now: 11)
    #expect(gone == 6)
    #expect(state.floor == 3 && state.count == 14 && state.byteCount == 1_400)
  }

  @Test("one commit does not pay for all that is too much, but the log gets no larger")
  func budget() {
    let bounds = ChangeLogBounds(maxChanges: 0, maxBytes: 0, maxAge: nil)
    let (gone, state) = trim(commits: 1_000_000, bounds, now: 1, added: 500)
    #expect(gone == 2_024)
    #expect(state.floor == 1_012)
  }

  @Test("a clock that was set back removes nothing")
  func clock() {
    let (gone, _) = trim(commits: 10, ChangeLogBounds(maxChanges: .max, maxBytes: .max, maxAge: 1), now: 0)
    #expect(gone == 0)
  }
}
