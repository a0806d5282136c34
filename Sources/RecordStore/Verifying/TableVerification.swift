import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB

/// Holds the rows of one table against their schema, their keys and the table's indexes.
struct TableVerification {
  private let name: String
  private let database: Database
  private let rows: DynamicRows
  private let indexes: [TableBuilder.Index]
  /// What the key is made of, for messages.
  private let key: KeyDescription?
  /// Appends the primary key of a record; `nil` where only code of another program could.
  private let encodeKey: KeyExtraction?
  private let onProgress: (OpeningProgress) -> Void
  /// How many entries of each index belong to a row.
  private var matched: [Int]

  init(
    _ entry: CatalogTable.Draft, _ database: Database, _ rows: DynamicRows, _ indexes: [TableBuilder.Index],
    encodeKey: KeyExtraction?, _ onProgress: @escaping (OpeningProgress) -> Void
  ) {
    name = entry.name
    key = entry.key.description
    self.database = database
    self.rows = rows
    self.indexes = indexes
    self.encodeKey = encodeKey
    self.onProgress = onProgress
    matched = Array(repeating: 0, count: indexes.count)
  }

  mutating func run(_ snapshot: LMDB.Snapshot, _ report: inout VerificationReport) {
    var table = VerificationReport.Table(name: name)
    do {
      try verifyRows(snapshot, &table, &report)
    } catch {
      // Where the tree is broken nothing can be said of the rows behind; entries of indexes would seem wrong.
      report.add(.init(.page, table: name, "after \(table.records) rows: \(error)"))
      report.tables.append(table)
      return
    }
    for position in indexes.indices {
      let index = indexes[position]
      table.indexes.append(index.name)
      do {
        // All entries of rows are there: if there are no more, all is said.
        guard try snapshot.count(index.database) != matched[position] else { continue }
        try verifyEntries(of: index, snapshot, &report)
      } catch {
        report.add(.init(.page, table: name, index: index.name, "\(error)"))
      }
    }
    report.tables.append(table)
  }

  // MARK: - Rows

  private mutating func verifyRows(
    _ snapshot: LMDB.Snapshot, _ table: inout VerificationReport.Table, _ report: inout VerificationReport
  ) throws {
    let total = try snapshot.count(database)
    var cursor = try snapshot.cursor(database)
    while let row = try cursor.next() {
      table.records += 1
      verifyRow(row.key, row.value, snapshot, &report)
      if table.records % 4096 == 0 {
        onProgress(.working(action: "verifying \(name)", done: table.records, total: total))
      }
    }
    if table.records != total {
      report.add(.init(.page, table: name, "it counts \(total) rows and has \(table.records)"))
    }
  }

  private mutating func verifyRow(
    _ key: RawSpan, _ value: RawSpan, _ snapshot: LMDB.Snapshot, _ report: inout VerificationReport
  ) {
    do throws(StoreError) {
      _ = try rows.table(SharedBytes(copying: value), at: key)
    } catch {
      let reason = error.cause.map { "\($0)" } ?? error.message
      return report.add(
        .init(.record, table: name, key: text(key), "this is no record of its schema: \(reason)"))
    }
    // Verified above.
    let record = unsafe TableView(unverifiedRoot: value)
    if let encodeKey {
      var encoder = KeyEncoder()
      encodeKey(copy record, &encoder)
      guard encoder.bytes.holdsSameBytes(as: key) else {
        return report.add(
          .init(.key, table: name, key: text(key), "its record has the key \(text(encoder.bytes))"))
      }
    }
    for position in indexes.indices {
      do throws(LMDBError) {
        for entry in entries(of: copy record, in: indexes[position], key) {
          try verify(entry, at: position, key, snapshot, &report)
        }
      } catch {
        report.add(.init(.page, table: name, index: indexes[position].name, key: text(key), "\(error)"))
      }
    }
  }

  /// - Parameter entry: one that the row is to have in the index.
  private mutating func verify(
    _ entry: [UInt8], at position: Int, _ key: RawSpan, _ snapshot: LMDB.Snapshot,
    _ report: inout VerificationReport
  ) throws(LMDBError) {
    let index = indexes[position]
    let bytes = unsafe entry.span.bytes
    let value = index.key.text(of: bytes)
    guard let holder = try snapshot.get(index.database, bytes) else {
      return report.add(
        .init(
          .index, table: name, index: index.name, key: text(key), "it has no entry for its value \(value)"))
    }
    if holder.holdsSameBytes(as: key) {
      matched[position] += 1
      return
    }
    if let other = try snapshot.get(database, holder), index.isUnique,
      (try? rows.table(SharedBytes(copying: other), at: holder)) != nil,
      unsafe entries(of: TableView(unverifiedRoot: other), in: index, holder).contains(entry)
    {
      report.add(
        .init(
          .unique, table: name, index: index.name, key: text(key), "row \(text(holder)) has \(value), too"))
    } else {
      report.add(
        .init(
          .index, table: name, index: index.name, key: text(key),
          "the entry for its value \(value) leads to row \(text(holder))"))
    }
  }

  // MARK: - Entries

  /// Finds the entries that belong to no row.
  private func verifyEntries(
    of index: TableBuilder.Index, _ snapshot: LMDB.Snapshot, _ report: inout VerificationReport
  ) throws {
    var cursor = try snapshot.cursor(index.database)
    while let found = try cursor.next() {
      let value = index.key.text(of: found.key)
      guard let row = try snapshot.get(database, found.value) else {
        report.add(
          .init(
            .index, table: name, index: index.name, key: text(found.value),
            "the entry for \(value) leads to this row, which is not there"))
        continue
      }
      // What is no record was named before.
      guard (try? rows.table(SharedBytes(copying: row), at: found.value)) != nil else { continue }
      let entries = unsafe entries(of: TableView(unverifiedRoot: row), in: index, found.value)
      if entries.contains([UInt8](found.key)) { continue }
      let values = entries.prefix(3).map { unsafe index.key.text(of: $0.span.bytes) }
      report.add(
        .init(
          .index, table: name, index: index.name, key: text(found.value),
          "the entry for \(value) leads to this row, which has "
            + (values.isEmpty ? "no such value" : values.joined(separator: " and "))))
    }
  }

  /// The entries that a row is to have in an index, each once.
  private func entries(of record: TableView, in index: TableBuilder.Index, _ key: RawSpan) -> [[UInt8]] {
    var entries: [[UInt8]] = []
    var encoder = KeyEncoder()
    for element in 0..<index.source.count(record) {
      encoder.removeAll()
      index.source.encode(record, element, &encoder)
      if encoder.isEmpty { continue }
      if !index.isUnique { encoder.append(encoded: key) }
      entries.append([UInt8](encoder.bytes))
    }
    return entries.count < 2 ? entries : Set(entries).sorted { $0.lexicographicallyPrecedes($1) }
  }

  private func text(_ key: RawSpan) -> String { self.key.text(of: key) }
}
