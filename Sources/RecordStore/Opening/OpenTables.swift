import FlatBuffersReflection
public import LMDB
public import Synchronization

/// The opened databases of a store's tables and indexes, found by schema and ordinal: what the catalog of one commit
/// makes of the program's tables.
@usableFromInline
final class OpenTables: Sendable {
  /// The tables and indexes of one schema, at their ordinals.
  @usableFromInline
  struct Part: Sendable {
    @usableFromInline let fingerprint: UInt64
    @usableFromInline var tables: [TableEntry]
    @usableFromInline var indexes: [IndexEntry?]
  }

  @usableFromInline
  struct TableEntry: Sendable {
    /// `nil` in a file opened for reading that has no such table yet, and of a replica that is not whole, so that whoever
    /// looks it up is told.
    @usableFromInline let database: Database?
    private let details: Details

    /// One object, because a write hands a table on from function to function: so it counts one reference.
    private final class Details: Sendable {
      let definition: TableDefinition
      let indexes: [IndexEntry]
      let key: KeyDescription?
      let obstacle: String?
      let replica: ReplicaMark?
      let keysReadVectors: Bool

      init(
        _ definition: TableDefinition, _ indexes: [IndexEntry], _ key: KeyDescription?, _ obstacle: String?,
        _ replica: ReplicaMark?
      ) {
        self.replica = replica
        self.definition = definition
        self.indexes = indexes
        self.key = key
        self.obstacle = obstacle
        keysReadVectors = definition.keyReadsVectors || indexes.contains { $0.definition.keyReadsVectors }
      }
    }

    init(
      database: Database?, definition: TableDefinition, indexes: [IndexEntry], key: KeyDescription?,
      obstacle: String?, replica: ReplicaMark?
    ) {
      self.database = database
      details = Details(definition, indexes, key, obstacle, replica)
    }

    var definition: TableDefinition { details.definition }
    /// All indexes that are kept up to date, also those that only other programs know.
    var indexes: [IndexEntry] { details.indexes }
    /// What the key is made of, if a schema says so.
    var key: KeyDescription? { details.key }
    /// Why the table can't be written.
    var obstacle: String? { details.obstacle }
    /// Set if the table is one of a replica.
    var replica: ReplicaMark? { details.replica }
    /// Whether the primary key or one in an index is made of more than scalars, structs and strings.
    var keysReadVectors: Bool { details.keysReadVectors }
  }

  @usableFromInline
  struct IndexEntry: Sendable {
    @usableFromInline let database: Database?
    /// The database with the records.
    @usableFromInline let table: Database?
    @usableFromInline let definition: IndexDefinition
    let key: KeyDescription?
    /// Why it can't be read.
    let obstacle: String?
  }

  @usableFromInline let parts: [Part]
  let verifiesOnRead: Bool
  /// Whether look-ups have more to ask than where a record is: whether it is one, or whether its state is too old.
  ///
  /// One question, asked in place of the other two, so that limits cost look-ups nothing.
  @inlinable @inline(__always)
  var isReadWithCare: Bool { careful.load(ordering: .relaxed) }

  @usableFromInline let careful: Atomic<Bool>
  /// Whether look-ups may ever be made with care; if not, a walk does not ask at each step.
  let mayNeedCare: Bool
  /// The oldest state that may be read, if there are older ones; asked only with care.
  private let floor = Mutex<SnapshotFloor?>(nil)
  /// For messages.
  let path: String
  /// The commit whose catalog this is.
  let catalogCommit: UInt64
  /// LMDB's transaction from which on it holds.
  let firstTransaction: UInt64
  /// Whether all databases are open that writing takes; what other processes made since is good enough to be read by.
  let isWritable: Bool
  /// The log of changes, if the file has one.
  let log: OpenChangeLog?
  /// These tables as a replica writes them; `nil` if none is one of a replica.
  let asReplica: OpenTables?
  /// What is told of each look-up of a table; only in the tables of a snapshot that is observed.
  private let tracking: Tracking?

  private struct Tracking {
    /// Where the tables' databases are: the tracked ones have none, so that every look-up takes the slow way.
    let tables: OpenTables
    let tracker: ReadTracker

    func note(_ index: IndexDefinition) {
      if let table = tables.table(of: index) { tracker.note(table.name) }
    }
  }

  /// - Parameter limitsAge: whether a floor may be set.
  init(
    parts: [Part], verifiesOnRead: Bool, limitsAge: Bool, path: String, catalogCommit: UInt64,
    firstTransaction: UInt64,
    isWritable: Bool, log: OpenChangeLog?, asReplica: OpenTables? = nil
  ) {
    self.log = log
    self.asReplica = asReplica
    tracking = nil
    self.isWritable = isWritable
    self.parts = parts
    self.verifiesOnRead = verifiesOnRead
    careful = Atomic(verifiesOnRead)
    mayNeedCare = verifiesOnRead || limitsAge
    self.path = path
    self.catalogCommit = catalogCommit
    self.firstTransaction = firstTransaction
  }

  func setFloor(_ floor: SnapshotFloor?) {
    self.floor.withLock { $0 = floor }
    careful.store(verifiesOnRead || floor != nil, ordering: .relaxed)
  }

  /// - Parameter transaction: LMDB's id of the state that is read.
  /// - Throws: ``StoreError/Code/snapshotTooOld``.
  func checkAge(_ transaction: UInt64) throws(StoreError) {
    if let tracking { return try tracking.tables.checkAge(transaction) }
    guard let floor = floor.withLock({ $0 }), transaction < floor.transaction else { return }
    throw floor.error(transaction, path)
  }

  /// Where a table's records are.
  @inlinable @inline(__always)
  func database(_ fingerprint: UInt64, table ordinal: Int) -> Database? {
    for part in parts.indices where parts[part].fingerprint == fingerprint {
      return parts[part].tables.indices.contains(ordinal) ? parts[part].tables[ordinal].database : nil
    }
    return nil
  }

  /// These tables, telling which of them are looked up.
  func tracked(by tracker: ReadTracker) -> OpenTables { OpenTables(self, tracker) }

  private init(_ tables: OpenTables, _ tracker: ReadTracker) {
    tracking = Tracking(tables: tables, tracker: tracker)
    parts = tables.parts.map { part in
      Part(fingerprint: part.fingerprint, tables: [], indexes: part.indexes)
    }
    verifiesOnRead = tables.verifiesOnRead
    // The tables themselves are asked: their floor may rise while these are read.
    careful = Atomic(true)
    mayNeedCare = true
    path = tables.path
    catalogCommit = tables.catalogCommit
    firstTransaction = tables.firstTransaction
    isWritable = tables.isWritable
    log = tables.log
    asReplica = nil
  }

  /// Notes that something was read that every commit changes.
  func noteAll() { tracking?.tracker.noteAll() }

  /// Where the records of a table are that is not found at once.
  ///
  /// - Throws: ``StoreError/Code/unknownTable`` if there is none.
  @usableFromInline @inline(never)
  func databaseOrThrow(_ definition: TableDefinition) throws(StoreError) -> Database {
    guard let database = try table(definition).database else { throw missing(definition) }
    return database
  }

  func table(_ definition: TableDefinition) throws(StoreError) -> TableEntry {
    if let tracking {
      tracking.tracker.note(definition.name)
      return try tracking.tables.table(definition)
    }
    if let known = known(definition) { return known }
    throw unknown(definition)
  }

  /// A table if there is no more to be done than to find it.
  @inline(__always)
  func known(_ definition: TableDefinition) -> TableEntry? {
    for part in parts.indices where parts[part].fingerprint == definition.fingerprint {
      if parts[part].tables.indices.contains(definition.ordinal) {
        return parts[part].tables[definition.ordinal]
      }
    }
    return nil
  }

  /// The table that an index belongs to.
  func table(of index: IndexDefinition) -> TableDefinition? {
    if let tracking { return tracking.tables.table(of: index) }
    for part in parts where part.fingerprint == index.fingerprint {
      for table in part.tables where table.definition.indexes.contains(where: { $0 === index }) {
        return table.definition
      }
    }
    return nil
  }

  @usableFromInline
  func index(_ definition: IndexDefinition) throws(StoreError) -> IndexEntry {
    for part in parts where part.fingerprint == definition.fingerprint {
      if part.indexes.indices.contains(definition.ordinal), let entry = part.indexes[definition.ordinal] {
        tracking?.note(definition)
        if let obstacle = entry.obstacle {
          if let error = incomplete(table(of: definition)) { throw error }
          throw StoreError(
            .indexUnavailable, "\(path): index \(definition.name): \(obstacle)",
            table: table(of: definition)?.name, index: definition.name)
        }
        return entry
      }
    }
    throw unknown(definition)
  }

  /// What to say of a table that has no database.
  @usableFromInline @inline(never)
  func missing(_ definition: TableDefinition) -> StoreError {
    if let tracking { return tracking.tables.missing(definition) }
    let isKnown = parts.contains {
      $0.fingerprint == definition.fingerprint && $0.tables.indices.contains(definition.ordinal)
    }
    guard isKnown else { return unknown(definition) }
    if let error = incomplete(definition) { return error }
    return StoreError(
      .unknownTable,
      "\(path): the file has no table \(definition.name). It is made when a store that may write opens the file",
      table: definition.name)
  }
}
