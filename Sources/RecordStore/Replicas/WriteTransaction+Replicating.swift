import FlatBuffersRuntime
import LMDB
import SharedBytes

extension Store {
  /// Writes what a replica got, together with where it stands then.
  ///
  /// - Parameters:
  ///   - tables: in the order of the replica.
  ///   - source: what it is a replica of.
  ///   - position: where it stood before; `nil` if it has not begun.
  /// - Throws: ``StoreError/Code/replica`` if the tables have rows of their own or belong to another replica,
  ///   ``StoreError/Code/busy`` if another process goes on with this one; else as for other writes. Nothing is stored then.
  package func replicate(
    _ write: ReplicaWrite, to tables: [ServedTable], of source: String, after position: ReplicaPosition?
  ) async throws {
    let scope: WriteScope =
      switch write.step {
      case .begin, .complete: .replicaCatalog
      case .rows, .changes: .replica
      }
    try await self.write(alone: true, in: scope) { transaction in
      let found = try transaction.snapshot.replicaPosition(of: source)
      guard found == position else {
        throw transaction.replicaError(
          "another program goes on with the replica of \(source) at the same time, or promoted one of its tables",
          .busy)
      }
      try transaction.replicate(write.step, to: tables.map(\.definition), of: source)
      try transaction.put(write.position, of: source)
    }
  }
}

extension WriteTransaction {
  @_lifetime(self: copy self)
  fileprivate mutating func put(_ position: ReplicaPosition, of source: String) throws {
    let record = try position.record()
    let key = ReplicaPosition.key(of: source)
    // Bytes have no padding that could be read uninitialised.
    unsafe try base.put(key.span.bytes, record.bytes, in: .main, paddedTo: 8)
    pending.didChange = true
  }

  @_lifetime(self: copy self)
  fileprivate mutating func replicate(
    _ step: ReplicaWrite.Step, to tables: [TableDefinition], of source: String
  ) throws {
    let entries = try tables.map { try table($0) }
    // What a program has to do that knows all of their indexes.
    for entry in entries { try checkWritable(entry) }
    if case .begin = step { return try begin(entries, of: source) }
    guard entries.allSatisfy({ $0.replica?.source == source }) else {
      throw replicaError("the tables are no longer those of a replica of \(source)")
    }
    switch step {
    case .begin: break
    case .rows(let rows, let place):
      for row in rows { try putRaw(row.key, row.record, in: entries[place]) }
    case .changes(let changes):
      for change in changes { try apply(change, to: entries[change.table]) }
    case .complete:
      for entry in entries { try buildIndexes(of: entry) }
      try mark(entries, of: source, isIncomplete: false)
    }
  }

  /// Empties the tables: what the source has they get anew, and what it has not is gone.
  @_lifetime(self: copy self)
  private mutating func begin(_ entries: [OpenTables.TableEntry], of source: String) throws {
    for entry in entries {
      let name = entry.definition.name
      guard let database = entry.database else { throw replicaError("there is no table \(name)") }
      if let replica = entry.replica, replica.source != source {
        throw replicaError("the table \(name) is a replica of \(replica.source)")
      }
      guard try entry.replica != nil || snapshot.count(database) == 0 else {
        throw replicaError("the table \(name) has rows of its own, which a replica of \(source) would delete")
      }
      for index in entry.indexes { try empty(index, of: entry) }
      try base.drop(database, delete: false)
    }
    try mark(entries, of: source, isIncomplete: true)
  }

  /// Writes into the catalog whose the tables are.
  @_lifetime(self: copy self)
  private mutating func mark(
    _ entries: [OpenTables.TableEntry], of source: String, isIncomplete: Bool
  ) throws {
    var catalog = try base.snapshot.storedCatalog(path) ?? .empty
    for entry in entries {
      guard var table = catalog.table(named: entry.definition.name) else { continue }
      table.replicaOf = source
      table.replicaIsIncomplete = isIncomplete
      catalog.set(table)
      pending.recorder?.noteWhole(entry)
    }
    try base.put(catalog)
    pending.didChange = true
  }

  // MARK: - Rows

  @_lifetime(self: copy self)
  private mutating func apply(_ change: ReplicaRowChange, to entry: OpenTables.TableEntry) throws {
    // Bytes have no padding that could be read uninitialised.
    let key = unsafe change.key.span.bytes
    guard entry.replica?.isIncomplete == true else {
      guard let record = change.record else {
        _ = try delete(key, entry.definition)
        return
      }
      // Sound because replicas verify what they get.
      _ = try put(record.bytes, unsafe TableView(unverifiedRoot: record.bytes), key, in: entry)
      return
    }
    if let record = change.record {
      try putRaw(change.key, record, in: entry)
    } else if let database = entry.database {
      _ = try base.delete(key, in: database)
      pending.didChange = true
    }
  }

  /// Stores a row and nothing else: rows of several states may break what indexes hold, and nobody is told of them.
  @_lifetime(self: copy self)
  private mutating func putRaw(
    _ key: [UInt8], _ record: SharedBytes, in entry: OpenTables.TableEntry
  ) throws {
    guard let database = entry.database else {
      throw replicaError("there is no table \(entry.definition.name)")
    }
    unsafe try base.put(key.span.bytes, record.bytes, in: database, paddedTo: 8)
    pending.didChange = true
  }

  @_lifetime(self: copy self)
  private mutating func buildIndexes(of entry: OpenTables.TableEntry) throws {
    guard let database = entry.database, !entry.indexes.isEmpty else { return }
    for index in entry.indexes { try empty(index, of: entry) }
    let builder = TableBuilder(
      path: path, name: entry.definition.name, database: database, key: entry.key, encodeKey: nil,
      verify: nil,
      onProgress: { _ in })
    let indexes = entry.indexes.compactMap { index in
      index.database.map { database in
        TableBuilder.Index(
          name: index.definition.name, isUnique: index.definition.isUnique, database: database,
          key: index.key, source: index.definition.source)
      }
    }
    try builder.build(indexes, in: &base)
  }

  private var path: String { unsafe tables._withUnsafeGuaranteedRef { $0.path } }

  fileprivate func replicaError(_ what: String, _ code: StoreError.Code = .replica) -> StoreError {
    StoreError(code, "\(path): \(what)")
  }
}
