public import FlatBuffersRuntime

extension Store {
  /// What is committed from now on, in all tables: by this process and by others.
  ///
  /// Commits of other processes come with their rows if the store keeps a log of all its tables (``Options/changeLog``),
  /// else as ``ChangeEvent/unknown(_:)``.
  ///
  /// - Parameter buffer: how much waits for a slow consumer. A stream that nobody reads costs no more than that.
  /// - Throws: ``StoreError`` if the store was closed.
  public func changes(buffer: ChangeBuffer = ChangeBuffer()) throws(StoreError) -> StoreChanges {
    StoreChanges(subscription: try ChangeSubscription(feed, to: nil, buffer))
  }

  /// What is committed from now on to a table, with its records by their type.
  ///
  ///     for try await event in try store.changes(of: .users) {
  ///       guard case .commit(let commit) = event else { … }
  ///       for row in commit.rows { print(row.keyText, row.new?.record.name.description ?? "deleted") }
  ///     }
  ///
  /// - Throws: ``StoreError`` if the store was closed.
  public func changes<Record: FlatTable & ~Escapable, Key>(
    of table: Table<Record, Key>, buffer: ChangeBuffer = ChangeBuffer()
  ) throws(StoreError) -> TableChanges<Record, Key> {
    TableChanges(subscription: try ChangeSubscription(feed, to: [table.definition.name], buffer))
  }

  /// What was committed after a commit, from the store's log, and then what is committed from now on: without a gap and
  /// without telling anything twice.
  ///
  /// - Parameter since: a commit's number, such as ``Snapshot/commitNumber`` of what was read before.
  /// - Throws: ``StoreError/Code/changesUnavailable`` if the log does not reach back that far, or none is kept of all
  ///   tables: take a snapshot, and go on from its number.
  public func changes(
    since: UInt64, buffer: ChangeBuffer = ChangeBuffer()
  ) throws(StoreError) -> StoreChanges {
    StoreChanges(subscription: try ChangeSubscription(feed, to: nil, since: since, buffer))
  }

  /// What was committed to a table after a commit, from the store's log, and then what is committed from now on.
  ///
  /// - Throws: as for all tables.
  public func changes<Record: FlatTable & ~Escapable, Key>(
    of table: Table<Record, Key>, since: UInt64, buffer: ChangeBuffer = ChangeBuffer()
  ) throws(StoreError) -> TableChanges<Record, Key> {
    TableChanges(
      subscription: try ChangeSubscription(feed, to: [table.definition.name], since: since, buffer))
  }
}
