import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB

extension WriteTransaction {
  /// Writes a record's entry in an index.
  ///
  /// In a unique index several records may have a value for now, as when two are to be swapped: the entry stays that of
  /// the first one, and the others are noted.
  @_lifetime(self: copy self)
  mutating func enter(
    _ index: OpenTables.IndexEntry, of table: OpenTables.TableEntry, value: RawSpan, primary: RawSpan
  ) throws(StoreError) {
    guard let database = index.database else { return }
    guard index.definition.isUnique else { return try store(value, primary, in: database, index, of: table) }
    if let contest = contest(for: value, index, table), let holders = pending.contests[contest] {
      let own = [UInt8](primary)
      if !holders.contains(own) { pending.set(holders + [own], of: contest) }
      return
    }
    guard let holder = try otherHolder(of: value, than: primary, in: database) else {
      return try store(value, primary, in: database, index, of: table)
    }
    pending.set([holder, [UInt8](primary)], of: PendingChanges.Contest(value, index, table))
  }

  /// Removes a record's entry in an index.
  @_lifetime(self: copy self)
  mutating func leave(
    _ index: OpenTables.IndexEntry, of table: OpenTables.TableEntry, value: RawSpan, primary: RawSpan
  ) throws(StoreError) {
    guard let database = index.database else { return }
    guard index.definition.isUnique else {
      _ = try remove(value, from: database, index, of: table)
      return
    }
    guard let contest = contest(for: value, index, table), var holders = pending.contests[contest] else {
      // In a file that others wrote to, the entry may be another record's.
      guard try otherHolder(of: value, than: primary, in: database) == nil else { return }
      _ = try remove(value, from: database, index, of: table)
      return
    }
    let own = [UInt8](primary)
    holders.removeAll { $0 == own }
    pending.set(holders, of: contest)
    guard let first = holders.first else { return }
    unsafe try store(value, first.span.bytes, in: database, index, of: table)
  }

  /// The value as several records may have it; `nil` while there is none of that kind at all, which is the rule.
  private func contest(
    for value: RawSpan, _ index: OpenTables.IndexEntry, _ table: OpenTables.TableEntry
  ) -> PendingChanges.Contest? {
    pending.contests.isEmpty ? nil : PendingChanges.Contest(value, index, table)
  }

  /// The primary key that a unique index has for a value, if it is another record's.
  private func otherHolder(
    of value: RawSpan, than primary: RawSpan, in database: Database
  ) throws(StoreError) -> [UInt8]? {
    let snapshot = snapshot
    guard let holder = try snapshot.value(database, value) else { return nil }
    return holder.holdsSameBytes(as: primary) ? nil : [UInt8](holder)
  }

  /// Ends the body's part of the transaction.
  ///
  /// - Throws: ``StoreError/Code/uniqueViolation`` if several records have the same value in a unique index.
  func checkUnique() throws(StoreError) {
    guard let (contest, holders) = pending.contests.first(where: { $0.value.count > 1 }) else { return }
    let tables = unsafe tables.takeUnretainedValue()
    let table = tables.parts.lazy.flatMap(\.tables).first { $0.definition.name == contest.table }
    let index = table?.indexes.first { $0.definition.name == contest.index }
    let value = unsafe contest.value.span.bytes
    throw StoreError(
      StoreError.Violation(
        table: contest.table, index: contest.index,
        value: (index?.key).text(of: value),
        keys: holders.prefix(2).map { unsafe table?.text(of: $0.span.bytes) ?? "" }), tables.path)
  }

  /// Writes an entry, padded so that the values behind it stay aligned.
  @_lifetime(self: copy self)
  private mutating func store(
    _ value: RawSpan, _ primary: RawSpan, in database: Database, _ index: OpenTables.IndexEntry,
    of table: OpenTables.TableEntry
  ) throws(StoreError) {
    do throws(LMDBError) {
      try base.put(value, primary, in: database, paddedTo: 8)
    } catch {
      throw index.failure(error, of: table)
    }
  }

  @_lifetime(self: copy self)
  private mutating func remove(
    _ value: RawSpan, from database: Database, _ index: OpenTables.IndexEntry, of table: OpenTables.TableEntry
  ) throws(StoreError) -> Bool {
    do throws(LMDBError) {
      return try base.delete(value, in: database)
    } catch {
      throw index.failure(error, of: table)
    }
  }

  /// Deletes all entries.
  @_lifetime(self: copy self)
  mutating func empty(
    _ index: OpenTables.IndexEntry, of table: OpenTables.TableEntry
  ) throws(StoreError) {
    guard let database = index.database else { return }
    do throws(LMDBError) {
      try base.drop(database, delete: false)
    } catch {
      throw index.failure(error, of: table)
    }
  }
}

extension OpenTables.IndexEntry {
  fileprivate func failure(_ error: LMDBError, of table: OpenTables.TableEntry) -> StoreError {
    let (table, index) = (table.definition.name, definition.name)
    return StoreError(error, "index \(table)/\(index)", table: table, index: index)
  }
}

extension OpenTables.TableEntry {
  /// - Parameter key: the primary key that the failure concerns.
  func failure(_ error: LMDBError, _ key: RawSpan) -> StoreError {
    StoreError(error, "table \(definition.name)", table: definition.name, key: text(of: key))
  }

  /// A failure that concerns the whole table.
  func failure(_ error: LMDBError) -> StoreError {
    StoreError(error, "table \(definition.name)", table: definition.name)
  }
}
