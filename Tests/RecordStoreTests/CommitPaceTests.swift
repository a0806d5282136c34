import Testing

@testable import RecordStore

@Suite struct CommitPaceTests {
  @Test("The writer waits for as many writes as it served, a part of the time that took")
  func waitsForThoseThatComeBack() {
    var pace = CommitPace()
    #expect(!pace.isWorthWaiting(queued: 1))
    pace.committed(8, in: .microseconds(400))
    #expect(pace.patience == .microseconds(50))
    #expect(pace.isWorthWaiting(queued: 1))
    #expect(pace.isWorthWaiting(queued: 7))
    #expect(!pace.isWorthWaiting(queued: 8))
    #expect(!pace.isWorthWaiting(queued: 0))
  }

  @Test("It waits for nobody who writes alone, and never for long")
  func neverForLong() {
    var pace = CommitPace()
    pace.committed(1, in: .seconds(1))
    #expect(!pace.isWorthWaiting(queued: 1))
    pace.committed(64, in: .seconds(1))
    #expect(pace.patience == .microseconds(200))
  }
}
