import LMDB
import Testing

@testable import RecordStore

/// What a feed makes of commits and of what is seen of the file, without a writer.
@Suite(.timeLimit(.minutes(1))) struct ChangeFeedTests {
  private let folder: TestFolder
  private let environment: Environment
  private let feed: ChangeFeed

  init() throws {
    folder = try TestFolder()
    environment = try Environment(path: folder.file())
    feed = ChangeFeed(environment) { _ in nil }
  }

  private func listen() throws -> ChangeFeed.ListenerID {
    try feed.listen(to: nil, wantsRows: true, ChangeBuffer())
  }

  /// Commits as a store does.
  private func commit(_ number: UInt64) throws -> CommitMark {
    try environment.write { transaction in
      let mark = CommitMark(number: number, transaction: transaction.transactionID)
      try transaction.put(mark)
      return mark
    }
  }

  private func rows() -> CommittedChanges {
    var interest = RecordingInterest()
    interest.rows = .all
    interest.byteLimit = 1000
    let recorder = ChangeRecorder(interest, nil)
    recorder.append(
      StoredRowChange(
        table: "things", operation: .put, keyBytes: [1], old: nil, new: nil, key: nil, isProven: true))
    var changes = CommittedChanges(interest)
    changes.add(recorder)
    changes.tables = ["things"]
    return changes
  }

  private func text(_ item: ChangeQueue.Item?) -> String {
    switch item {
    case .commit(let commit): "\(commit.start.commit)"
    case .gap(let gap): "\(gap.start.commit - 1)-\(gap.through)"
    default: "-"
    }
  }

  @Test("a commit that is seen in the file before its rows are known is told once, with its rows")
  func ownCommit() async throws {
    let id = try listen()
    feed.willCommit(CommitMark(number: 1))
    let mark = try commit(1)
    #expect(!feed.observed(FilePosition(commit: 1, marked: 1, transaction: 1)))
    feed.committed(mark, after: CommitMark(), rows())
    #expect(text(await feed.next(id)) == "1")
  }

  @Test("commits of others between those of this process are told in their places")
  func otherCommits() async throws {
    let id = try listen()
    feed.willCommit(CommitMark(number: 1))
    var marks = try (UInt64(1)...3).map { try commit($0) }
    // Another one committed at once after the first, and was seen before that was told.
    #expect(!feed.observed(FilePosition(commit: 3, marked: 3, transaction: 3)))
    feed.committed(marks[0], after: CommitMark(), rows())
    feed.willCommit(CommitMark(number: 5))
    marks += try (UInt64(4)...5).map { try commit($0) }
    feed.committed(marks[4], after: marks[3], rows())
    var told: [String] = []
    for _ in 0..<3 { told.append(text(await feed.next(id))) }
    #expect(told == ["1", "1-4", "5"])
  }

  @Test("a commit that fails holds nothing back")
  func failedCommit() async throws {
    let id = try listen()
    feed.willCommit(CommitMark(number: 1))
    #expect(!feed.observed(FilePosition(commit: 1, marked: 1, transaction: 1)))
    feed.failed()
    #expect(text(await feed.next(id)) == "0-1")
  }

  @Test("a stream that begins while a commit is being made is not held back by it")
  func newListener() async throws {
    let first = try listen()
    feed.willCommit(CommitMark(number: 1))
    feed.forget(first)
    let second = try listen()
    _ = try commit(1)
    #expect(text(await feed.next(second)) == "0-1")
  }

  @Test("a commit that nobody asked to note is a gap")
  func unrecorded() async throws {
    let id = try listen()
    let mark = try commit(1)
    feed.committed(mark, after: CommitMark(), nil)
    #expect(text(await feed.next(id)) == "0-1")
  }
}
