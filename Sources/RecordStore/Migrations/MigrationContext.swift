public import FlatBuffersReflection
public import FlatBuffersRuntime
import LMDB
import SharedBytes

/// What a migration works with: the rows as they are in the file, by the schema in the file, and the program's tables.
///
/// Rows are read and written some hundreds at a time, so tables of any size migrate within bounded memory: that of the
/// pages that LMDB keeps of a large transaction, 512 MiB at most.
@safe
public struct MigrationContext: ~Copyable, ~Escapable {
  var base: LMDB.WriteTransaction
  let work: MigrationWork

  @_lifetime(copy base)
  init(_ base: consuming LMDB.WriteTransaction, _ work: MigrationWork) {
    self.base = base
    self.work = work
  }

  /// The names of the tables in the file, as the migrations so far left them.
  public var tables: [String] { (work.catalog.tables ?? []).map(\.name) }

  /// Calls `body` with each row of a table, in the order of the keys.
  ///
  /// - Parameters:
  ///   - name: the table's name in the file.
  ///   - body: gets the row by the schema in the file, verified.
  /// - Throws: ``StoreError/Code/migration`` if there is no such table, ``StoreError/Code/invalidRecord`` for a row
  ///   that is no record of its schema, ``StoreError/Code/replicaIncomplete`` for a replica's that is not whole, and what
  ///   `body` throws.
  public func forEachRow(of name: String, _ body: (DynamicTable) throws -> Void) throws {
    let entry = try work.stored(name)
    if let replica = ReplicaMark(entry), replica.isIncomplete {
      throw replica.incomplete(name, "\(work.path): \(work.action)")
    }
    let reader = try DynamicRows(entry, work)
    guard let database = try existing(name) else { return }
    var scan = RowScan(database)
    while true {
      let rows = try scan.next(base.snapshot)
      if rows.isEmpty { return }
      for row in rows { try body(reader.table(row)) }
    }
  }

  func existing(_ name: String) throws -> Database? {
    // The handle is that of this transaction, which is not changed by opening.
    var base = unsafe base.alias()
    return try base.open(name, create: true)
  }

  /// Replaces the records of a table by what `transform` makes of each old row.
  ///
  /// The indexes are built anew when all migrations have run.
  ///
  /// - Parameters:
  ///   - table: the table of the program.
  ///   - name: the table in the file that is read, and is gone afterwards; the one of the same name if not given.
  ///   - transform: gets an old row by the schema in the file; gives the new record, or `nil` to drop it.
  /// - Throws: what `transform` throws; ``StoreError/Code/migration`` if two records get the same key;
  ///   ``StoreError/Code/replica`` for a replica's table.
  @_lifetime(self: copy self)
  public mutating func rewrite<Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, from name: String? = nil,
    _ transform: (DynamicTable) throws -> Record.Draft?
  ) throws {
    let name = name ?? table.definition.name
    let reader = try DynamicRows(work.stored(name), work)
    try rewrite(table.definition, from: name) { row in
      guard let draft = try transform(reader.table(row)) else { return nil }
      return try RecordBuffer<Record>(draft).bytes
    }
  }

  /// Replaces the records of a table by what `transform` makes of each old one, read by the code of its version.
  ///
  /// - Parameters:
  ///   - table: the table of the program.
  ///   - name: the table in the file that is read, and is gone afterwards; the one of the same name if not given.
  ///   - type: the type of the old records, generated from the old schema.
  ///   - transform: gives the new record, or `nil` to drop it.
  /// - Throws: as for the rows by the schema in the file.
  @_lifetime(self: copy self)
  public mutating func rewrite<Old: FlatTable & ~Escapable, Record: FlatTable & ~Escapable, Key>(
    _ table: Table<Record, Key>, from name: String? = nil, reading type: Old.Type,
    _ transform: (borrowing Old) throws -> Record.Draft?
  ) throws {
    let name = name ?? table.definition.name
    let place = (work.path, work.action)
    _ = try work.stored(name)
    try rewrite(table.definition, from: name) { row in
      let bytes = unsafe row.value.span.bytes
      do {
        try Verifier.verify(bytes, as: Old.self)
      } catch {
        throw StoreError(
          .invalidRecord, "\(place.0): \(place.1): a row of \(name) is no \(Old.schemaName): \(error)",
          table: name,
          cause: error)
      }
      let old = unsafe Old(TableView(unverifiedRoot: bytes))
      guard let draft = try transform(old) else { return nil }
      return try RecordBuffer<Record>(draft).bytes
    }
  }

  /// Stores a record, in place of any with the same primary key.
  ///
  /// The indexes of the table are made anew when all migrations have run, also those of other programs.
  ///
  /// - Throws: ``StoreError/Code/schemaChanged`` if the table holds records that don't go together with the program's
  ///   version of its schema: rewrite it first; ``StoreError/Code/replica`` for a replica's table.
  @_lifetime(self: copy self)
  public mutating func put<Record: FlatTable & ~Escapable, Key>(
    _ draft: Record.Draft, in table: Table<Record, Key>
  ) throws {
    let given = try work.given(table.definition)
    try work.setGrown(given)
    guard let database = try base.open(given.name, create: true) else { return }
    try put(try RecordBuffer<Record>(draft).bytes, given, in: database, replacing: true)
  }
}

/// Reads rows by the schema that the file has of them.
struct DynamicRows {
  private let schema: Schema
  private let table: Int
  private let entry: CatalogTable.Draft
  private let place: String

  init(_ entry: CatalogTable.Draft, _ work: MigrationWork) throws(StoreError) {
    try self.init(entry, "\(work.path): \(work.action)")
  }

  init(_ entry: CatalogTable.Draft, _ place: String) throws(StoreError) {
    self.entry = entry
    self.place = place
    guard let version = entry.versions.last else {
      throw StoreError(.catalog, "\(place): the table \(entry.name) has no schema", table: entry.name)
    }
    schema = try version.loaded(entry.name, place)
    guard let table = schema.rootTable else {
      throw StoreError(.catalog, "\(place): the schema of \(entry.name) names no record", table: entry.name)
    }
    self.table = table
  }

  func table(_ row: RowScan.Row) throws(StoreError) -> DynamicTable {
    try unsafe table(SharedBytes(row.value), at: row.key.span.bytes)
  }

  /// - Parameter key: the primary key, for messages.
  func table(_ record: SharedBytes, at key: RawSpan) throws(StoreError) -> DynamicTable {
    do throws(VerificationError) {
      return try DynamicTable(verifying: record, as: table, of: schema)
    } catch {
      let text = entry.key.description.text(of: key)
      throw StoreError(
        .invalidRecord, "\(place): table \(entry.name): the row \(text) is no record of its schema: \(error)",
        table: entry.name, key: text, cause: error)
    }
  }
}
