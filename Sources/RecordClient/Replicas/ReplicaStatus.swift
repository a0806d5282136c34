public import WAMP

/// How far a replica is.
public struct ReplicaStatus: Sendable, Equatable {
  /// What it is doing.
  public enum Phase: Sendable, Equatable {
    /// It has not begun yet: the source has not answered.
    case waiting
    /// Rows of this table are pulled; the replica can't be read.
    case pulling(table: String)
    /// All rows are there, and what was committed while they were pulled is applied; the replica can't be read.
    case catchingUp
    /// The replica can be read, and follows.
    case following
    /// It was closed, or can't go on: see ``ReplicaStatus/failure``. What it has can be read as before.
    case ended
  }

  public var phase: Phase
  /// The source's commit whose state the replica has, and shows while it can be read.
  public var commit: UInt64
  /// The source's last commit, as far as it is known.
  public var newest: UInt64
  /// Why the source can't be asked or the store not be written at the moment, or why the replica ended; `nil` if all is well,
  /// or it was closed. What is wrong with the replica's own store is `flatwire.error.store_failed`, what is with its schema
  /// `flatwire.error.different_schema`.
  public var failure: WAMPError?

  /// How many commits the replica is behind, as far as it is known.
  public var lag: UInt64 { newest - min(commit, newest) }
}

/// How far a replica is, whenever that changes; a slow reader is given the newest. It ends when the replica does.
public struct ReplicaStatuses: AsyncSequence, Sendable {
  let stream: AsyncStream<ReplicaStatus>

  public struct AsyncIterator: AsyncIteratorProtocol {
    var iterator: AsyncStream<ReplicaStatus>.AsyncIterator

    public mutating func next() async -> ReplicaStatus? { await iterator.next() }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(iterator: stream.makeAsyncIterator()) }
}
