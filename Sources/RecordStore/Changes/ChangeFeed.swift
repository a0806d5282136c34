import LMDB
import Synchronization

/// Tells the streams of a store what is committed: by its own writer at once, with the rows; by others when the file is
/// seen to have changed.
///
/// Costs a writer one look at a flag while nobody listens.
final class ChangeFeed: Sendable {
  typealias ListenerID = UInt64

  /// One stream.
  struct Listener {
    /// How far the file was when it was told last.
    var position: FilePosition
    /// The tables it is about; `nil` for all.
    var tables: Set<String>?
    /// Whether it is told rows, and not only that something changed.
    let wantsRows: Bool
    var queue: ChangeQueue
    var waiters: [UInt64: CheckedContinuation<ChangeQueue.Item?, Never>] = [:]
  }

  struct State {
    var listeners: [ListenerID: Listener] = [:]
    var nextID: UInt64 = 0
    /// The commit that this process is making; what is seen of it in the file waits until its rows are known.
    var pending: UInt64?
    /// What was seen of the file meanwhile.
    var seen: FilePosition?
    var watch: FileWatch?
    var isClosed = false
  }

  let environment: Environment
  /// The log as a snapshot's catalog sets it up.
  private let log: @Sendable (LMDB.Snapshot) throws(StoreError) -> OpenChangeLog?
  // A mutex, because the writer, the watch and the consumers meet here, each for the time of an append.
  let state = Mutex(State())
  let isHeard = Atomic<Bool>(false)

  init(
    _ environment: Environment,
    log: @escaping @Sendable (LMDB.Snapshot) throws(StoreError) -> OpenChangeLog?
  ) {
    self.environment = environment
    self.log = log
  }

  /// The feed of an open store.
  convenience init(_ state: StoreState) {
    self.init(state.environment) { snapshot throws(StoreError) in
      unsafe try state.tables(for: snapshot).takeUnretainedValue().log
    }
  }

  /// Ends all streams, after what waits in them.
  func close() {
    let (waiters, watch) = state.withLock { state in
      state.isClosed = true
      var waiters: [CheckedContinuation<ChangeQueue.Item?, Never>] = []
      for id in state.listeners.keys {
        waiters += state.listeners[id]?.waiters.values ?? [:].values
        state.listeners[id]?.waiters = [:]
      }
      return (waiters, state.watch.take())
    }
    watch?.cancel()
    for waiter in waiters { waiter.resume(returning: nil) }
  }

  // MARK: - The file

  /// - Throws: what `body` throws of the store or LMDB.
  func read<R>(_ body: (LMDB.Snapshot) throws -> R) throws(StoreError) -> R {
    do {
      return try environment.read(body)
    } catch let error as StoreError {
      throw error
    } catch let error as LMDBError {
      throw StoreError(error)
    } catch {
      throw StoreError(.database, "\(environment.path): \(error)", cause: error)
    }
  }

  /// What the log has of a gap.
  func fill(
    _ gap: ChangeGap, tables: Set<String>?, _ bound: ChangeBuffer
  ) throws(StoreError) -> [ChangeQueue.Item] {
    try read { snapshot throws in
      try ChangeLogReader(snapshot, try log(snapshot), tables: tables, bound).fill(gap)
    }
  }

  /// How far the file is, and what a stream is missing that wants to go on after a commit.
  func start(
    after since: UInt64?, _ tables: Set<String>?
  ) throws(StoreError) -> (position: FilePosition, gaps: [ChangeGap]) {
    try read { snapshot throws in
      let position = try FilePosition(snapshot)
      guard let since else { return (position, []) }
      let log = try log(snapshot)
      let state = try snapshot.changeLogState()
      if let obstacle = obstacle(since, position, state, hasLog: log?.has(tables) ?? false) {
        throw StoreError(
          .changesUnavailable,
          "\(environment.path): the changes since commit \(since) can't be told: \(obstacle). Take a snapshot, and go on "
            + "from its commit number")
      }
      var gaps: [ChangeGap] = []
      if since < position.commit {
        gaps.append(ChangeGap(start: LogPosition(since + 1), through: position.commit, .trimmed))
      }
      if position.transaction > position.marked {
        gaps.append(
          ChangeGap(start: LogPosition(position.commit &+ 1), through: position.commit, .otherProgram))
      }
      return (position, gaps)
    }
  }

  private func obstacle(
    _ since: UInt64, _ position: FilePosition, _ state: ChangeLogState?, hasLog: Bool
  ) -> String? {
    guard since <= position.commit else {
      return "the file's last commit is \(position.commit), so it is another file, or an older copy"
    }
    guard since < position.commit else { return nil }
    guard hasLog, let state else { return "the file keeps no log of them" }
    return since >= state.floor ? nil : "the log reaches back to \(state.floor)"
  }
}
