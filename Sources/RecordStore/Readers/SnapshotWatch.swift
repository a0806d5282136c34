import Dispatch
import LMDB
import Synchronization

/// Looks from time to time whether a snapshot of this process is older than is allowed, and reports who reads.
///
/// A look-up compares nothing with a clock: only while there is a snapshot that is too old, look-ups ask for the floor
/// that this sets. Does nothing in a forked child, which has no such thread.
final class SnapshotWatch: Sendable {
  private let state: StoreState
  private let limit: Duration?
  private let reports: ReaderReports?
  private let queue = DispatchQueue(label: "flatwire.readers", qos: .utility)
  /// One of its own: whoever gets reports may take long, and the limit is to be kept meanwhile.
  private let reportQueue = DispatchQueue(label: "flatwire.readers.reports", qos: .utility)
  private let isStopped = Atomic<Bool>(false)

  private static let shortest = Duration.milliseconds(10)

  init(_ state: StoreState, _ options: Store.Options) {
    self.state = state
    limit = options.snapshotAgeLimit
    reports = options.readerReports
  }

  func start() {
    if let limit {
      repeatedly(min(max(limit / 8, SnapshotWatch.shortest), .seconds(1)), on: queue) { $0.look(limit) }
    }
    if let reports {
      repeatedly(max(reports.interval, SnapshotWatch.shortest), on: reportQueue) { $0.report(to: reports) }
    }
  }

  /// Ends it for good; a call that is under way may still end.
  func stop() { isStopped.store(true, ordering: .relaxed) }

  private func repeatedly(
    _ interval: Duration, on queue: DispatchQueue, _ body: @escaping @Sendable (SnapshotWatch) -> Void
  ) {
    queue.asyncAfter(deadline: .now() + interval.dispatchInterval) { [weak self] in
      guard let self, !isStopped.load(ordering: .relaxed) else { return }
      body(self)
      repeatedly(interval, on: queue, body)
    }
  }

  private func look(_ limit: Duration) {
    // What can't be looked at now, because the file is being mapped anew, is looked at the next time.
    guard let last = try? state.environment.lastTransactionID() else { return }
    let now = ContinuousClock.now
    state.ages.note(last, at: now)
    let floor = state.ages.floor(limit, at: now)
    state.setFloor(floor.flatMap { isAnySnapshotOlder(than: $0) ? $0 : nil })
  }

  private func isAnySnapshotOlder(than floor: SnapshotFloor) -> Bool {
    let environment = state.environment
    guard let slots = try? environment.readerSlots() else { return false }
    return slots.contains { slot in
      slot.processID == environment.processID && slot.transactionID.map { $0 < floor.transaction } ?? false
    }
  }

  private func report(to reports: ReaderReports) {
    guard let readers = try? state.readers() else { return }
    reports.report(readers)
  }
}
