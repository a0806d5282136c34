/// One holder of a snapshot of a store's file, in this process or another.
///
/// As long as a state is held, pages that later commits replaced are not used again, and the file may grow.
public struct StoreReader: Sendable, Equatable {
  /// What holds the snapshot.
  public enum Kind: Sendable, Equatable {
    /// A ``Store/read(_:)`` that runs, or a walk of this package.
    case read
    /// A ``SnapshotReader`` between `begin()` and `end()`.
    case reader
    /// Answers of a router that were read from the store and are on their way.
    case lease
    /// A record that was pinned.
    case pin
    /// Another process, in whatever way.
    case otherProcess
  }

  /// What holds it.
  public let kind: Kind
  /// The process, as its own process id namespace counts.
  public let processID: Int
  /// LMDB's number of the commit whose state is held.
  public let transaction: UInt64
  /// How many commits were made since.
  public let commitsBehind: UInt64
  /// How long ago the next commit overtook that state: as long the holder has cost something.
  ///
  /// `nil` if it is the newest state. A lower bound for states of commits that other processes made or that are older
  /// than the opening of this store.
  public let age: Duration?
  /// How long ago it was taken; known of pinned records only.
  public let held: Duration?
  /// How many pages of the file can't be used again as long as this state, or an older one, is held.
  public let pagesHeld: UInt64
}

/// Who is told regularly which snapshots are held, such as a gauge.
public struct ReaderReports: Sendable {
  /// How often; 10 milliseconds at least.
  public let interval: Duration
  let report: @Sendable ([StoreReader]) -> Void

  /// - Parameters:
  ///   - interval: how often; 10 milliseconds at least.
  ///   - report: called on a thread of its own choice, one call at a time, until the store is closed.
  public init(every interval: Duration, _ report: @escaping @Sendable ([StoreReader]) -> Void) {
    self.interval = interval
    self.report = report
  }
}
