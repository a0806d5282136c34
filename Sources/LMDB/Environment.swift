import Synchronization

/// An open database file: a set of named databases that are read and written in transactions.
///
/// Closed when the last reference goes; every transaction holds one. A process opens a file once.
///
///     let environment = try Environment(path: "app.db")
///     let users = try environment.databases(["users"])[0]
///     try environment.write { try $0.put(key, value, in: users) }
public final class Environment: Sendable {
  /// The path it was opened with.
  public let path: String
  /// Whether it was opened for reading only.
  public let isReadOnly: Bool

  let handle: EnvironmentHandle
  let readers = ReaderPool()
  /// The thread that writes now, 0 if none of this process does.
  let writer = Atomic<UInt>(0)
  private let identity: FileIdentity
  private let generation: Int

  /// Opens a database file, after checking that LMDB can map it.
  ///
  /// - Throws: ``LMDBError`` with the path and what is wrong with it, for a missing, foreign, damaged
  ///   or unreadable file, one on a network file system, and one this process has open already.
  public init(path: String, options: Options = Options()) throws(LMDBError) {
    let opened = try Environment.open(path, options)
    self.path = path
    isReadOnly = options.access == .readOnly
    handle = opened.handle
    identity = opened.identity
    generation = ForkGuard.generation
  }

  deinit {
    // In a forked child the environment and its reader slots still belong to the parent.
    guard ForkGuard.generation == generation else { return }
    while let reader = readers.take() { reader.abort() }
    let handle = handle
    EnvironmentRegistry.close(identity) { handle.close() }
  }

  /// - Throws: in a forked copy of the process that opened the environment.
  func checkProcess() throws(LMDBError) {
    guard ForkGuard.generation == generation else {
      throw LMDBError(.forked, "use \(path): it was opened by the parent of this process")
    }
  }

  /// Frees the reader slots of processes that ended without doing so.
  ///
  /// Done at opening and when slots run out; a stale slot makes the file grow with every commit.
  ///
  /// - Returns: how many slots were freed.
  @discardableResult
  public func freeStaleReaders() throws(LMDBError) -> Int {
    try checkProcess()
    return try handle.freeStaleReaders(path)
  }
}
