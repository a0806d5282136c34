public import FlatBuffersRuntime
import SharedBytes

/// The changes of one table of a store, commit by commit: see ``StoreChanges``. Commits that touch only other tables are
/// left out.
public struct TableChanges<Record: FlatTable & ~Escapable, Key: StoreKey>: AsyncSequence, Sendable {
  public typealias Element = ChangeEvent<RowChange<Record, Key>>
  public typealias Failure = StoreError

  let subscription: ChangeSubscription

  public struct AsyncIterator: AsyncIteratorProtocol {
    let subscription: ChangeSubscription

    /// - Throws: ``StoreError`` if the log in the file can't be read.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(StoreError) -> ChangeEvent<RowChange<Record, Key>>? {
      try await subscription.next()?.typed()
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(subscription: subscription) }
}

extension ChangeEvent<StoredRowChange> {
  /// The event by the types of its table. A log may have records of another version of the schema: those can't be told.
  fileprivate func typed<Record: FlatTable & ~Escapable, Key>() -> ChangeEvent<RowChange<Record, Key>> {
    switch self {
    case .unknown(let unknown): return .unknown(unknown)
    case .commit(let commit):
      var rows: [RowChange<Record, Key>] = []
      rows.reserveCapacity(commit.rows.count)
      for row in commit.rows {
        guard let typed = try? RowChange<Record, Key>(row) else {
          return .unknown(
            UnknownChanges(since: commit.number &- 1, through: commit.number, reason: .unreadable))
        }
        rows.append(typed)
      }
      return .commit(CommitChanges(number: commit.number, rows: rows, isComplete: commit.isComplete))
    }
  }
}

/// The change of a row of a table.
public struct RowChange<Record: FlatTable & ~Escapable, Key: StoreKey>: Sendable {
  public let operation: RowOperation
  /// The row's primary key; `nil` for bytes that are no such key, as another program may have written them.
  public let key: Key?
  /// The primary key as it is stored.
  public let keyBytes: [UInt8]
  /// The primary key as text.
  public let keyText: String
  /// The record before; `nil` if there was none, or the change is from a log that keeps no old records.
  public let old: RecordBuffer<Record>?
  /// The record after; `nil` if the row was deleted.
  public let new: RecordBuffer<Record>?

  init(_ change: StoredRowChange) throws(StoreError) {
    operation = change.operation
    keyBytes = change.keyBytes
    keyText = change.keyText
    var decoder = unsafe KeyDecoder(change.keyBytes.span.bytes)
    key = Key(from: &decoder)
    old = try RowChange.buffer(change.old, change)
    new = try RowChange.buffer(change.new, change)
  }

  private static func buffer(
    _ bytes: SharedBytes?, _ change: StoredRowChange
  ) throws(StoreError) -> RecordBuffer<Record>? {
    guard let bytes else { return nil }
    // A store verifies what it puts; it copied these bytes itself.
    if change.isProven, bytes.count >= 8 { return unsafe RecordBuffer(unverified: bytes) }
    do throws(VerificationError) {
      return try RecordBuffer(verifying: bytes)
    } catch {
      throw StoreError(
        .invalidRecord,
        "table \(change.table): a change of the row \(change.keyText) holds no \(Record.schemaName): \(error)",
        table: change.table, cause: error)
    }
  }
}
