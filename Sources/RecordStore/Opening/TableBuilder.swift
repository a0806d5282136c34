import FlatBuffersReflection
import FlatBuffersRuntime
import LMDB

/// Verifies the rows of a table and builds its indexes, in one transaction.
struct TableBuilder {
  let path: String
  let name: String
  let database: Database
  /// What the key is made of, for messages.
  let key: KeyDescription?
  /// Appends the primary key of a record; `nil` where only the index's keys can be made.
  let encodeKey: KeyExtraction?
  /// Checks that bytes are a record; `nil` if that is proven.
  let verify: ((RawSpan) throws(VerificationError) -> Void)?
  let onProgress: (OpeningProgress) -> Void

  /// An index to be filled.
  struct Index {
    let name: String
    let isUnique: Bool
    let database: Database
    let key: KeyDescription?
    let source: IndexKeySource
  }

  /// Fills empty indexes, after verifying each row.
  ///
  /// - Throws: ``StoreError/Code/invalidRecord`` with the row's key, ``StoreError/Code/uniqueViolation`` with both rows.
  @_lifetime(transaction: copy transaction)
  func build(_ indexes: [Index], in transaction: inout LMDB.WriteTransaction) throws {
    let total = try transaction.snapshot.count(database)
    let action =
      indexes.isEmpty
      ? "verifying \(name)" : "building \(indexes.map { "\(name)/\($0.name)" }.joined(separator: ", "))"
    var scan = RowScan(database)
    var done = 0
    while true {
      let rows = try scan.next(transaction.snapshot)
      if rows.isEmpty { break }
      for row in rows {
        try check(row)
        for index in indexes { try enter(row, index, in: &transaction) }
      }
      done += rows.count
      onProgress(.working(action: action, done: done, total: total))
    }
  }

  private func check(_ row: RowScan.Row) throws(StoreError) {
    guard let verify else { return }
    let bytes = unsafe row.value.span.bytes
    do throws(VerificationError) {
      try verify(bytes)
    } catch {
      throw StoreError(
        .invalidRecord,
        "\(path): table \(name): the row \(text(row.key)) is no record of the table: \(error)",
        table: name, key: text(row.key), cause: error)
    }
    guard let encodeKey else { return }
    var encoder = KeyEncoder()
    encodeKey(unsafe TableView(unverifiedRoot: bytes), &encoder)
    guard unsafe encoder.bytes.holdsSameBytes(as: row.key.span.bytes) else {
      throw StoreError(
        .invalidRecord,
        "\(path): table \(name): the row \(text(row.key)) holds a record of another key. "
          + "This is not a table that this package wrote", table: name, key: text(row.key))
    }
  }

  @_lifetime(transaction: copy transaction)
  private func enter(
    _ row: RowScan.Row, _ index: Index, in transaction: inout LMDB.WriteTransaction
  ) throws {
    guard row.value.count >= 8 else {
      throw StoreError(
        .invalidRecord, "\(path): table \(name): the row \(text(row.key)) is too short to be a record",
        table: name, key: text(row.key))
    }
    // Verified above, or proven by the schemas.
    let record = unsafe TableView(unverifiedRoot: row.value.span.bytes)
    var encoder = KeyEncoder()
    for element in 0..<index.source.count(record) {
      encoder.removeAll()
      index.source.encode(record, element, &encoder)
      if !encoder.isEmpty { try enter(row, &encoder, index, in: &transaction) }
    }
  }

  /// - Parameter encoder: holds the row's key in the index.
  @_lifetime(transaction: copy transaction)
  private func enter(
    _ row: RowScan.Row, _ encoder: inout KeyEncoder, _ index: Index,
    in transaction: inout LMDB.WriteTransaction
  ) throws {
    if !index.isUnique {
      unsafe encoder.append(encoded: row.key.span.bytes)
    } else if let other = try transaction.snapshot.copy(index.database, encoder.bytes), other != row.key {
      let violation = StoreError.Violation(
        table: name, index: index.name,
        value: index.key.text(of: encoder.bytes),
        keys: [text(other), text(row.key)])
      throw StoreError(violation, "\(path): the unique index can't be built")
    }
    guard !encoder.isTooLong else {
      throw StoreError(
        .key,
        "\(path): index \(name)/\(index.name): the key of the row \(text(row.key)) takes more than "
          + "\(KeyEncoder.limit) bytes", table: name, index: index.name, key: text(row.key))
    }
    unsafe try transaction.put(encoder.bytes, row.key.span.bytes, in: index.database, paddedTo: 8)
  }

  private func text(_ key: [UInt8]) -> String {
    let bytes = unsafe key.span.bytes
    return self.key.text(of: bytes)
  }
}

extension StoreError {
  init(_ violation: Violation, _ what: String) {
    self.init(
      .uniqueViolation,
      "\(what): table \(violation.table): the records \(violation.keys.joined(separator: " and ")) both have "
        + "\(violation.value) in the unique index \(violation.index)",
      table: violation.table, violation: violation)
  }
}
