public import FlatBuffersReflection

/// The change of a row, by the schema in the file.
public struct InspectedRowChange: Sendable {
  /// The table's name.
  public let table: String
  public let operation: RowOperation
  /// The row's primary key as text.
  public let key: String
  /// The record before; `nil` if there was none, or the log keeps no old records.
  public let old: DynamicTable?
  /// The record after; `nil` if the row was deleted.
  public let new: DynamicTable?
}

/// The changes of a file that is looked into, commit by commit: see ``StoreChanges``.
///
/// All commits are those of others: their rows are known if the file has a log of changes.
public struct InspectedChanges: AsyncSequence, Sendable {
  public typealias Element = ChangeEvent<InspectedRowChange>
  public typealias Failure = StoreError

  let subscription: ChangeSubscription
  let readers: [String: DynamicRows]

  public struct AsyncIterator: AsyncIteratorProtocol {
    let changes: InspectedChanges

    /// - Throws: ``StoreError`` if the log in the file can't be read.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(StoreError) -> ChangeEvent<InspectedRowChange>? {
      try await changes.subscription.next().map { changes.described($0) }
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(changes: self) }

  /// The event by the schemas that the file had when it was opened. Records of later versions can't be told.
  private func described(_ event: ChangeEvent<StoredRowChange>) -> ChangeEvent<InspectedRowChange> {
    switch event {
    case .unknown(let unknown): return .unknown(unknown)
    case .commit(let commit):
      var rows: [InspectedRowChange] = []
      for row in commit.rows {
        guard let described = try? described(row) else {
          return .unknown(
            UnknownChanges(since: commit.number &- 1, through: commit.number, reason: .unreadable))
        }
        rows.append(described)
      }
      return .commit(CommitChanges(number: commit.number, rows: rows, isComplete: commit.isComplete))
    }
  }

  private func described(_ row: StoredRowChange) throws(StoreError) -> InspectedRowChange {
    guard let reader = readers[row.table] else {
      throw StoreError(
        .unknownTable, "there was no table \(row.table) when the file was opened", table: row.table)
    }
    let old = try row.old.map { bytes throws(StoreError) in
      try reader.table(RowScan.Row(key: row.keyBytes, value: [UInt8](bytes)))
    }
    let new = try row.new.map { bytes throws(StoreError) in
      try reader.table(RowScan.Row(key: row.keyBytes, value: [UInt8](bytes)))
    }
    return InspectedRowChange(
      table: row.table, operation: row.operation, key: row.keyText, old: old, new: new)
  }
}

extension StoreInspection {
  /// What is committed to the file from now on, or after a commit that its log reaches back to.
  ///
  /// - Parameters:
  ///   - name: the table; `nil` for all.
  ///   - since: a commit's number, such as ``commitNumber``; `nil` for from now on.
  ///   - buffer: how much waits for a slow consumer.
  /// - Throws: ``StoreError/Code/unknownTable``; ``StoreError/Code/changesUnavailable`` if the log does not reach back that
  ///   far, or there is none.
  public func changes(
    of name: String? = nil, since: UInt64? = nil, buffer: ChangeBuffer = ChangeBuffer()
  ) throws(StoreError) -> InspectedChanges {
    var readers: [String: DynamicRows] = [:]
    for entry in catalog.tables ?? [] where name == nil || entry.name == name {
      readers[entry.name] = try DynamicRows(entry, path)
    }
    if let name, readers[name] == nil {
      let names = tables.map(\.name).joined(separator: ", ")
      throw StoreError(
        .unknownTable, "\(path): there is no table \(name.debugDescription); there are \(names)", table: name)
    }
    return InspectedChanges(
      subscription: try ChangeSubscription(feed, to: name.map { [$0] }, since: since, buffer),
      readers: readers)
  }
}
