import LMDB

/// What a dump holds.
public struct DumpReport: Sendable, Equatable {
  /// How many rows were given out.
  public internal(set) var rows = 0
  /// How many of them have their bytes beside their JSON because that does not say all: fields of a later version of
  /// the schema, the bits of a NaN, text that is not UTF-8, FlexBuffers.
  public internal(set) var rowsWithBytes = 0
  /// The tables that were left out, because the file has no schema of their records.
  public internal(set) var leftOut: [String] = []
}

extension StoreInspection {
  /// Gives out all rows of one moment as lines of JSON, which ``Store/load(onProgress:_:)`` reads:
  /// `{"table": "users", "key": "7", "record": { … }}`.
  ///
  /// Real numbers are written so that they are read back as they were. Where JSON does not say all that a record
  /// says, the line has its `bytes`, too, in hexadecimal. What is not kept otherwise is how the values lie in a
  /// record's bytes.
  ///
  /// - Parameters:
  ///   - name: the table; all tables if not given.
  ///   - withBytes: whether each line has the bytes of its record, so that what is loaded is the same to the last bit.
  ///   - onProgress: told how many rows of a table were given out.
  ///   - body: gets each line, without a line break, in the order of tables and keys.
  /// - Throws: ``StoreError/Code/unknownTable``, ``StoreError/Code/invalidRecord`` with the key of a row that is no
  ///   record of its schema, ``StoreError/Code/replicaIncomplete``, and what `body` throws.
  public func dump(
    _ name: String? = nil, withBytes: Bool = false, onProgress: (OpeningProgress) -> Void = { _ in },
    _ body: (String) throws -> Void
  ) throws -> DumpReport {
    var report = DumpReport()
    let chosen = try name.map { [try stored($0).0] } ?? catalog.tables ?? []
    try described {
      try read { snapshot throws in
        for entry in chosen {
          guard entry.versions.last?.schema != nil, let database = handles[entry.name] else {
            report.leftOut.append(entry.name)
            continue
          }
          try dump(entry, database, snapshot, withBytes: withBytes, onProgress, &report, body)
        }
      }
    }
    return report
  }

  private func dump(
    _ entry: CatalogTable.Draft, _ database: Database, _ snapshot: LMDB.Snapshot, withBytes: Bool,
    _ onProgress: (OpeningProgress) -> Void, _ report: inout DumpReport, _ body: (String) throws -> Void
  ) throws {
    try checkIsWhole(entry)
    let reader = try DynamicRows(entry, path)
    let total = try snapshot.count(database)
    var done = 0
    var cursor = try snapshot.cursor(database)
    while let found = try cursor.next() {
      let record = SharedBytes(copying: found.value)
      let dumped = DumpedRow(
        table: entry.name, key: entry.key.description.text(of: found.key),
        try reader.table(record, at: found.key), record, withBytes: withBytes)
      try body(dumped.text)
      report.rows += 1
      if dumped.needsBytes { report.rowsWithBytes += 1 }
      done += 1
      if done % 1024 == 0 {
        onProgress(.working(action: "dumping \(entry.name)", done: done, total: total))
      }
    }
  }
}
