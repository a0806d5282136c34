import LMDB

/// A walk over all rows of a database within a transaction that changes others meanwhile.
///
/// A change invalidates what was read, so rows are copied, some hundreds at a time.
struct RowScan {
  struct Row {
    let key: [UInt8]
    let value: [UInt8]
  }

  private let database: Database
  private var last: [UInt8]?
  private static let batchRows = 512
  private static let batchBytes = 1 << 20

  init(_ database: Database) { self.database = database }

  /// The next rows; none at the end.
  mutating func next(_ snapshot: LMDB.Snapshot) throws(LMDBError) -> [Row] {
    var cursor = try snapshot.cursor(database)
    var rows: [Row] = []
    var bytes = 0
    var entry: LMDB.Entry?
    if let last {
      entry = unsafe try cursor.seek(last.span.bytes)
      if let found = entry, unsafe found.key.holdsSameBytes(as: last.span.bytes) { entry = try cursor.next() }
    } else {
      entry = try cursor.first()
    }
    while let row = entry {
      rows.append(Row(key: [UInt8](row.key), value: [UInt8](row.value)))
      bytes += row.value.byteCount
      if rows.count == RowScan.batchRows || bytes >= RowScan.batchBytes { break }
      entry = try cursor.next()
    }
    if let key = rows.last?.key { last = key }
    return rows
  }
}
