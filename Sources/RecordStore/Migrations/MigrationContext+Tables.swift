import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB
import SharedBytes

extension MigrationContext {
  /// Where new records are until the old ones are gone: no name of a table has a slash.
  private static var scratch: String { "/migrating" }

  /// - Parameter transform: makes the bytes of a new record of an old row.
  @_lifetime(self: copy self)
  mutating func rewrite(
    _ definition: TableDefinition, from name: String, _ transform: (RowScan.Row) throws -> SharedBytes?
  ) throws {
    let given = try work.given(definition)
    _ = try work.writable(name)
    if name != given.name, work.catalog.table(named: given.name) != nil {
      throw work.failure("the file has a table \(given.name) already; drop it first", table: given.name)
    }
    do {
      try replaceRows(given, from: name, transform)
    } catch {
      work.brokenOff = error
      throw error
    }
  }

  @_lifetime(self: copy self)
  private mutating func replaceRows(
    _ given: GivenTable, from name: String, _ transform: (RowScan.Row) throws -> SharedBytes?
  ) throws {
    // Rows of the same table can't be written among those that are still to be read.
    let isSame = name == given.name
    if !isSame { try checkIsFree(given.name) }
    guard let old = try base.open(name, create: true),
      let new = try base.open(isSame ? Self.scratch : given.name, create: true)
    else { return }
    try emptyIndexes(of: name)
    let total = try base.snapshot.count(old)
    var scan = RowScan(old)
    var done = 0
    while true {
      let rows = try scan.next(base.snapshot)
      if rows.isEmpty { break }
      for row in rows {
        guard let bytes = try transform(row) else { continue }
        try put(bytes, given, in: new, replacing: false)
      }
      done += rows.count
      work.onProgress(.working(action: "\(work.action): \(given.name)", done: done, total: total))
    }
    if isSame {
      try base.drop(old, delete: false)
      try move(new, to: old)
    } else {
      try remove(name)
    }
    work.setWritten(given)
  }

  /// - Throws: if there is a database of a name that the catalog does not know: another program's.
  @_lifetime(self: copy self)
  private mutating func checkIsFree(_ name: String) throws {
    guard let database = try base.open(name, create: false), try base.snapshot.count(database) > 0 else {
      return
    }
    throw work.failure("the file has a database \(name) of another program", table: name)
  }

  /// Stores a record under its key.
  @_lifetime(self: copy self)
  mutating func put(
    _ bytes: SharedBytes, _ given: GivenTable, in database: Database, replacing: Bool
  ) throws {
    var key = KeyEncoder()
    // Just built, so it is a record of the table.
    given.definition.encodeKey(unsafe TableView(unverifiedRoot: bytes.bytes), &key)
    guard !key.isEmpty, !key.isTooLong else {
      throw work.failure(
        "a new record of \(given.name) has no key, or one that is too long", table: given.name)
    }
    if !replacing, try base.snapshot.get(database, key.bytes) != nil {
      let text = given.entry.key.description.text(of: key.bytes)
      throw work.failure("two records of \(given.name) get the key \(text)", table: given.name)
    }
    try base.put(key.bytes, bytes.bytes, in: database, paddedTo: 8)
  }

  /// Moves all rows; the source is empty and forgotten afterwards.
  @_lifetime(self: copy self)
  private mutating func move(_ source: Database, to target: Database) throws {
    var scan = RowScan(source)
    while true {
      let rows = try scan.next(base.snapshot)
      if rows.isEmpty { break }
      for row in rows { unsafe try base.put(row.key.span.bytes, row.value.span.bytes, in: target) }
    }
    try base.drop(source, delete: true)
  }

  @_lifetime(self: copy self)
  mutating func emptyIndexes(of name: String) throws {
    for index in work.catalog.table(named: name)?.indexes ?? [] {
      if let database = try base.open(OpenTables.databaseName(index.name, of: name), create: true) {
        try base.drop(database, delete: true)
      }
    }
  }

  @_lifetime(self: copy self)
  private mutating func remove(_ name: String) throws {
    if let database = try base.open(name, create: true) { try base.drop(database, delete: true) }
    work.setRemoved(name)
  }
}

extension MigrationContext {
  /// Deletes a table of the file with all its rows and indexes.
  ///
  /// - Throws: ``StoreError/Code/migration`` if there is none of that name, ``StoreError/Code/replica`` for a replica's.
  @_lifetime(self: copy self)
  public mutating func drop(_ name: String) throws {
    _ = try work.writable(name)
    try emptyIndexes(of: name)
    try remove(name)
  }

  /// Gives a table of the file another name; its rows stay as they are.
  ///
  /// - Throws: ``StoreError/Code/migration`` if there is none of that name, or one of the new name,
  ///   ``StoreError/Code/replica`` for a replica's.
  @_lifetime(self: copy self)
  public mutating func rename(_ name: String, to new: String) throws {
    let entry = try work.writable(name)
    do {
      try GivenTable.check(new, "table")
    } catch {
      throw work.failure(error.message, table: name)
    }
    guard work.catalog.table(named: new) == nil else {
      throw work.failure("the file has a table \(new) already", table: new)
    }
    try checkIsFree(new)
    try emptyIndexes(of: name)
    guard let source = try base.open(name, create: true), let target = try base.open(new, create: true) else {
      return
    }
    try move(source, to: target)
    work.setRenamed(entry, to: new)
  }

  /// Deletes an index of a table of the file, also one that the program does not know.
  ///
  /// - Throws: ``StoreError/Code/migration`` if there is none of that name.
  @_lifetime(self: copy self)
  public mutating func dropIndex(_ index: String, of name: String) throws {
    var entry = try work.stored(name)
    guard entry.indexes?.contains(where: { $0.name == index }) == true else {
      throw work.failure("the table \(name) of the file has no index \(index)", table: name)
    }
    if let database = try base.open(OpenTables.databaseName(index, of: name), create: true) {
      try base.drop(database, delete: true)
    }
    entry.indexes?.removeAll { $0.name == index }
    work.set(entry)
  }
}
