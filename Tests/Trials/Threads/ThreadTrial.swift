import Foundation
import RecordStore
import Synchronization

/// Everything that threads do with a store at once, for a sanitizer to look at: readers, pins, kept readers, streams of
/// changes, observers, writers of both kinds, other stores that are opened and closed.
///
/// Every write moves rank from one item to another: in each snapshot all ranks make 0.
final class ThreadTrial: Sendable {
  static let items = UInt64(200)
  let store: Store
  let folder: TrialFolder
  let isOver = Atomic<Bool>(false)
  let counts = Atomic<Int>(0)
  let failures = Mutex<[String]>([])

  private init() throws {
    folder = try TrialFolder()
    store = try Trial.open(folder.file("threads.db"), .fileMayBeLost)
    try store.write { txn in
      for id in 0..<ThreadTrial.items {
        let size = id % 10 == 0 ? 6000 : 40
        try txn.put(
          Item.Draft(id: id, code: "c\(id)", shelf: UInt32(id % 7), data: [UInt8](repeating: 1, count: size)),
          in: .items)
      }
    }
  }

  /// - Throws: what any thread found wrong.
  static func run(seconds: Int) async throws {
    let trial = try ThreadTrial()
    let threads = trial.startThreads()
    try await withThrowingTaskGroup { group in
      for work in trial.tasks { group.addTask { await trial.collect(work) } }
      try await Task.sleep(for: .seconds(seconds))
      trial.isOver.store(true, ordering: .relaxed)
      threads.wait()
      // Ends the streams.
      trial.store.close()
    }
    let failures = trial.failures.withLock { $0 }
    guard failures.isEmpty else { throw Difference(failures.joined(separator: "\n")) }
    print("threads: \(trial.counts.load(ordering: .relaxed)) operations in \(seconds) seconds")
  }

  private func startThreads() -> DispatchGroup {
    let group = DispatchGroup()
    for body in [read, read, pin, keepReader, writeBlocking, openOthers, lookAround] as [() throws -> Void] {
      nonisolated(unsafe) let body = body
      group.enter()
      let thread = Thread {
        do { try unsafe body() } catch { self.failures.withLock { $0.append("\(error)") } }
        group.leave()
      }
      thread.start()
    }
    return group
  }

  private var tasks: [@Sendable () async throws -> Void] {
    [follow, followTable, observe, writeSuspending, writeSuspending]
  }

  private func collect(_ work: @Sendable () async throws -> Void) async {
    do { try await work() } catch { failures.withLock { $0.append("\(error)") } }
  }

  func goOn() -> Bool {
    counts.add(1, ordering: .relaxed)
    return !isOver.load(ordering: .relaxed)
  }

  func checkRanks(_ snapshot: Snapshot) throws {
    let sum = try snapshot.rows(.items).reduce(0) { $0 + Int($1.rank) }
    try Difference.check("the sum of all ranks", sum, 0)
    try Difference.check("how many entries", snapshot.count(by: .itemsByShelf), Int(ThreadTrial.items))
  }
}
