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
/// All commits are those of others: their rows are known if the file had a log of changes when it was opened, by the
/// schemas that it has then. When a program changes its tables, commits are told as unknown until that is read, and by the
/// new schemas from there on.
public struct InspectedChanges: AsyncSequence, Sendable {
  public typealias Element = ChangeEvent<InspectedRowChange>
  public typealias Failure = StoreError

  let inspection: StoreInspection
  let subscription: ChangeSubscription
  /// The schemas of the file when the stream began.
  let schemas: InspectedSchemas

  public struct AsyncIterator: AsyncIteratorProtocol {
    let changes: InspectedChanges
    var schemas: InspectedSchemas

    /// - Throws: ``StoreError`` if the log in the file can't be read.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(StoreError) -> ChangeEvent<InspectedRowChange>? {
      guard let event = try await changes.subscription.next() else { return nil }
      guard case .commit(let commit) = event else { return schemas.described(event) }
      if let newer = try changes.inspection.schemas(otherThan: schemas) {
        // What was committed before is of schemas that nobody has any more.
        guard commit.number >= newer.catalogCommit else { return commit.unreadable }
        schemas = newer
      }
      return schemas.described(event)
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(changes: self, schemas: schemas) }
}

/// What the rows of a file are read by, from one change of its catalog to the next.
struct InspectedSchemas: Sendable {
  let catalogCommit: UInt64
  /// By the tables' names; those that the file has no schema of are left out.
  let readers: [String: DynamicRows]

  init(_ catalog: StoredCatalog, commit: UInt64, _ path: String) {
    catalogCommit = commit
    var readers: [String: DynamicRows] = [:]
    for entry in catalog.tables ?? [] { readers[entry.name] = try? DynamicRows(entry, path) }
    self.readers = readers
  }

  /// The event by the schemas; rows that are none of them can't be told.
  func described(_ event: ChangeEvent<StoredRowChange>) -> ChangeEvent<InspectedRowChange> {
    switch event {
    case .unknown(let unknown): return .unknown(unknown)
    case .commit(let commit):
      var rows: [InspectedRowChange] = []
      for row in commit.rows {
        guard let described = described(row) else { return commit.unreadable }
        rows.append(described)
      }
      return .commit(CommitChanges(number: commit.number, rows: rows, isComplete: commit.isComplete))
    }
  }

  private func described(_ row: StoredRowChange) -> InspectedRowChange? {
    guard let reader = readers[row.table] else { return nil }
    var records: [DynamicTable?] = []
    for bytes in [row.old, row.new] {
      guard let bytes else {
        records.append(nil)
        continue
      }
      guard let record = try? unsafe reader.table(bytes, at: row.keyBytes.span.bytes) else { return nil }
      records.append(record)
    }
    return InspectedRowChange(
      table: row.table, operation: row.operation, key: row.keyText, old: records[0], new: records[1])
  }
}

extension CommitChanges<StoredRowChange> {
  fileprivate var unreadable: ChangeEvent<InspectedRowChange> {
    .unknown(UnknownChanges(since: number &- 1, through: number, reason: .unreadable))
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
    if let name, catalog.table(named: name) == nil {
      let names = tables.map(\.name).joined(separator: ", ")
      throw StoreError(
        .unknownTable, "\(path): there is no table \(name.debugDescription); there are \(names)", table: name)
    }
    return InspectedChanges(
      inspection: self,
      subscription: try ChangeSubscription(feed, to: name.map { [$0] }, since: since, buffer),
      schemas: InspectedSchemas(catalog, commit: catalogCommit, path))
  }

  /// The schemas that the file has now, if they are not those that are known.
  func schemas(otherThan known: InspectedSchemas) throws(StoreError) -> InspectedSchemas? {
    try feed.read { snapshot throws in
      let commit = try snapshot.commitMark()?.catalog ?? 0
      guard commit != known.catalogCommit else { return nil }
      return InspectedSchemas(try snapshot.storedCatalog(path) ?? .empty, commit: commit, path)
    }
  }
}
