public import RecordStore
internal import WAMP
public import WAMPClient

/// Tables of a local store that follow those of a remote one.
///
///     let replica = try await Replica(
///       of: session, at: "com.example.replica", tables: [.table(.users), .table(.teams)], in: store)
///     try await replica.whole()
///     let name = try store.read { txn in try txn.get(.users, 7)?.name.description }
///
/// All that readers of the store see of these tables at a time is what one commit of the source left: at each moment they are
/// some prefix of its commits, never a mixture. Until the replica has that for the first time, and while it pulls all rows
/// anew because the source's log no longer reaches back, the tables can't be read (``StoreError/Code/replicaIncomplete``).
/// Afterwards they can without the source, too: also before there is a replica of them in this process.
///
/// The file says of the tables whose they are: no one else may write them, in no process (``StoreError/Code/replica``).
/// How far the replica is stands with the rows, in the same transactions: whenever it is interrupted, it goes on there.
public final class Replica: Sendable {
  /// What the source's tables are served as.
  public let source: String
  private let board: ReplicaBoard
  private let task: Task<Void, Never>

  /// Begins to follow, or goes on with it, in a task that ends when the replica is closed or nobody holds it any more.
  ///
  /// - Parameters:
  ///   - session: a session with the router that serves the source; one that reconnects by itself, so that the replica goes
  ///     on when the router was restarted.
  ///   - source: what the tables are served as: see `Router.serveReplicas(of:tables:as:in:)`.
  ///   - tables: some of those, which the store was opened with. They have to be empty, or of this replica; with others
  ///     than before all rows are pulled anew.
  ///   - store: may have other tables besides. It stays open as long as the replica.
  /// - Throws: ``StoreError`` if the store does not have the tables, or can't be written or read.
  public init(
    of session: WAMPSession, at source: String, tables: [AnyTable], in store: Store
  ) async throws {
    self.source = source
    let served = try tables.map { table throws(StoreError) in try store.served(table) }
    guard !served.isEmpty, Set(served.map(\.name)).count == served.count else {
      throw WAMPError(.invalidArgument, "a replica has at least one table, and each once")
    }
    guard 1...400 ~= source.utf8.count else {
      throw WAMPError(.invalidArgument, "what a replica is of has 1 to 400 bytes: \(source.quoted)")
    }
    let follower = ReplicaFollower(session, source, served, store)
    let board = ReplicaBoard(try follower.statusInStore())
    self.board = board
    task = Task { await follower.run(board) }
  }

  deinit { task.cancel() }

  /// How far it is.
  public var status: ReplicaStatus { board.status }

  /// How far it is, now and whenever that changes.
  public var statuses: ReplicaStatuses { ReplicaStatuses(stream: board.stream()) }

  /// Waits until the replica can be read, which may be at once.
  ///
  /// - Throws: why the replica ended, if it did before that; `CancellationError` if the task is cancelled.
  public func whole() async throws { try await reached(0) }

  /// Waits until the replica can be read and has what a commit of the source made.
  ///
  /// - Parameter commit: as the source numbers them: what a write there returned.
  /// - Throws: as ``whole()``.
  public func reached(_ commit: UInt64) async throws {
    for await status in statuses {
      if status.phase == .following, status.commit >= commit { return }
      if status.phase == .ended { break }
    }
    try Task.checkCancellation()
    throw board.status.failure ?? WAMPError(.canceled, "the replica of \(source) was closed")
  }

  /// Ends it, and returns once it writes no more. What it has can be read as before.
  public func close() async {
    task.cancel()
    await task.value
  }
}
