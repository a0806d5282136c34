public import LMDB

/// The opened databases of a store's tables and indexes, found by schema and ordinal.
@usableFromInline
final class Catalog: Sendable {
  /// The tables and indexes of one schema, at their ordinals.
  @usableFromInline
  struct Part: Sendable {
    @usableFromInline let fingerprint: UInt64
    @usableFromInline var tables: [TableEntry]
    @usableFromInline var indexes: [IndexEntry?]
  }

  @usableFromInline
  struct TableEntry: Sendable {
    @usableFromInline let database: Database
    @usableFromInline let definition: TableDefinition
    @usableFromInline let indexes: [IndexEntry]
  }

  @usableFromInline
  struct IndexEntry: Sendable {
    @usableFromInline let database: Database
    /// The database with the records.
    @usableFromInline let table: Database
    @usableFromInline let definition: IndexDefinition
  }

  @usableFromInline let parts: [Part]
  @usableFromInline let verifiesOnRead: Bool
  /// For messages.
  let path: String

  init(parts: [Part], verifiesOnRead: Bool, path: String) {
    self.parts = parts
    self.verifiesOnRead = verifiesOnRead
    self.path = path
  }

  /// Where a table's records are.
  @inlinable @inline(__always)
  func database(_ fingerprint: UInt64, table ordinal: Int) -> Database? {
    for part in parts.indices where parts[part].fingerprint == fingerprint {
      return parts[part].tables.indices.contains(ordinal) ? parts[part].tables[ordinal].database : nil
    }
    return nil
  }

  func table(_ definition: TableDefinition) throws(StoreError) -> TableEntry {
    for part in parts where part.fingerprint == definition.fingerprint {
      if part.tables.indices.contains(definition.ordinal) { return part.tables[definition.ordinal] }
    }
    throw unknown("table \(definition.name)")
  }

  @usableFromInline
  func index(_ definition: IndexDefinition) throws(StoreError) -> IndexEntry {
    for part in parts where part.fingerprint == definition.fingerprint {
      if part.indexes.indices.contains(definition.ordinal), let entry = part.indexes[definition.ordinal] {
        return entry
      }
    }
    throw unknown("index \(definition.name)")
  }

  @usableFromInline @inline(never)
  func unknown(_ what: String) -> StoreError {
    StoreError(
      .unknownTable,
      "\(path): the \(what) belongs to a schema the store was not opened with. "
        + "Open the store with the schema that defines it")
  }
}
