import Synchronization

/// An open database file: a set of named databases that are read and written in transactions.
///
/// Keys and values are bytes, one value to a key. Keys sort as bytes; see ``Limits`` for sizes.
///
///     let environment = try Environment(path: "app.db")
///     let users = try environment.databases(["users"])[0]
///     let (key, value) = (Array("ann".utf8), Array("Ann".utf8))
///     try environment.write { txn in
///       try txn.put(key.span.bytes, value.span.bytes, in: users)
///     }
///     let size = try environment.read { snapshot in
///       try snapshot.get(users, key.span.bytes)?.byteCount
///     }
///
/// What is read lies in the file's pages and is valid until its snapshot ends: code that keeps it longer does not
/// compile. Readers never wait for writers, nor writers for readers; one writes at a time, in all processes.
///
/// Closed by ``close()`` or when the last reference goes; every transaction holds one. A process opens a file
/// once.
public final class Environment: Sendable {
  /// The path it was opened with.
  public let path: String
  /// The file with the data; in a folder it is not what was opened.
  public let dataFile: String
  /// Whether it was opened for reading only.
  public let isReadOnly: Bool
  /// The process that opened it.
  package let processID = currentProcess()

  let handle: EnvironmentHandle
  let readers = ReaderPool()
  let gate = TransactionGate()
  /// The thread that writes now, 0 if none of this process does.
  let writer = Atomic<UInt>(0)
  /// When stale readers were looked for, by ``coarseSeconds()``.
  let lastReaderCheck: Atomic<Int>
  /// Whether the last write that failed found the map full.
  let wasFull = Atomic<Bool>(false)
  let mappedRange: MappedRange
  let pagePlace = PagePlace()
  let names = DatabaseNames()
  /// Whether the free tree and the main tree were looked at before something was written.
  let didCheckTrees = Atomic<Bool>(false)
  /// Pages that were looked at before something was written there. Only the one who writes takes it.
  let checkedPages = Mutex(CheckedPages())
  let readsPages: Bool
  /// Held while databases are opened in an environment for reading only.
  let opening = Mutex(())
  let identity: FileIdentity
  private let generation: Int

  /// Opens a database file, after checking that LMDB can map it.
  ///
  /// - Parameter path: a file, with its lock file beside it; or a folder with LMDB's `data.mdb` and `lock.mdb`,
  ///   also given by the path of the `data.mdb` in it.
  /// - Throws: ``LMDBError`` with the path and what is wrong with it, for a missing, foreign, damaged
  ///   or unreadable file, one on a network file system, and one this process has open already.
  public init(path: String, options: Options = Options()) throws(LMDBError) {
    ForkGuard.install()
    let opened = try Environment.open(path, options)
    self.path = path
    dataFile = DatabaseLocation(path).file
    isReadOnly = options.access.isReadOnly
    handle = opened.handle
    identity = opened.identity
    mappedRange = MappedRange(of: opened.identity)
    readsPages = options.readsPages && EnvironmentHandle.hasKnownFormat
    generation = ForkGuard.generation
    lastReaderCheck = Atomic(coarseSeconds())
    do throws(LMDBError) {
      try openMain()
    } catch {
      close()
      throw error
    }
  }

  deinit { close() }

  /// Refuses new transactions, and closes the file as soon as the last open one has ended: at once if there is
  /// none.
  ///
  /// What open transactions read stays valid until they end. The process may open the file again when it is
  /// closed. Does nothing in a forked child, where the file is still the parent's.
  public func close() {
    guard isOwnProcess else { return }
    if gate.close() { return closeHandle() }
    emptyPool()
  }

  /// Whether this is the process that opened the environment, and no forked child of it.
  var isOwnProcess: Bool { ForkGuard.generation == generation }

  /// - Throws: ``LMDBError/Code/forked`` in a forked child of the process that opened the environment.
  package func checkProcess() throws(LMDBError) {
    guard isOwnProcess else {
      throw LMDBError(.forked, "use \(path): it was opened by the parent of this process")
    }
  }
}
