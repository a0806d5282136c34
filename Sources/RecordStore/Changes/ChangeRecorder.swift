import FlatBuffersReflection
import LMDB
import SharedBytes

/// The rows that one write touches, noted where every change of a row passes, for streams and for the log.
///
/// What a row became is looked up when the write ends: a savepoint that is undone so leaves nothing behind, and a row
/// that is written often is told once.
final class ChangeRecorder {
  /// A row, with what it was when the write first touched it.
  struct Touched {
    let table: OpenTables.TableEntry
    let key: [UInt8]
    let existed: Bool
    let old: SharedBytes?
  }

  /// What of a table is wanted.
  struct Wanted {
    let byStreams: Bool
    let byLog: Bool
    let old: Bool
  }

  private struct Row: Hashable {
    let table: ObjectIdentifier
    let key: [UInt8]
  }

  let interest: RecordingInterest
  let log: ChangeLogCommit?
  private(set) var touched: [Touched] = []
  private var known: Set<Row> = []
  private var wanted: [ObjectIdentifier: Wanted] = [:]
  private var byteCount = 0
  /// What was added to the log so far.
  var logged = ChangeLogCommit.Added()
  /// The names of the tables that were touched.
  private(set) var tables: Set<String> = []
  /// What streams are told; `nil` if it is more than any of them keeps.
  private(set) var rows: [StoredRowChange]? = []
  private var rowBytes = 0
  private var savepoints: [Savepoint] = []

  init(_ interest: RecordingInterest, _ log: ChangeLogCommit?) {
    self.interest = interest
    self.log = log
  }

  func wanted(of table: OpenTables.TableEntry) -> Wanted {
    let id = ObjectIdentifier(table.definition)
    if let known = wanted[id] { return known }
    let name = table.definition.name
    let byStreams = interest.rows.contains(name)
    let byLog = log?.log.tables[name] != nil
    let new = Wanted(
      byStreams: byStreams, byLog: byLog, old: byStreams || byLog && log?.log.keepsOldRecords == true)
    wanted[id] = new
    tables.insert(name)
    return new
  }

  /// Whether it still wants to know of each row of a table.
  func listens(to table: OpenTables.TableEntry) -> Bool {
    let wanted = wanted(of: table)
    return wanted.byLog || wanted.byStreams && rows != nil
  }

  /// - Returns: whether the row was not touched before.
  func note(_ key: [UInt8], in table: OpenTables.TableEntry) -> Bool {
    known.insert(Row(table: ObjectIdentifier(table.definition), key: key)).inserted
  }

  /// Whether a row is among those that are noted now.
  func hasNoted(_ key: [UInt8], in table: OpenTables.TableEntry) -> Bool {
    known.contains(Row(table: ObjectIdentifier(table.definition), key: key))
  }

  func append(_ row: Touched) {
    touched.append(row)
    byteCount += row.memory
  }

  func append(_ row: StoredRowChange) {
    rowBytes += row.byteCount
    guard rowBytes <= interest.byteLimit else {
      rows = nil
      return
    }
    rows?.append(row)
  }

  /// Whether what was noted takes more memory than it should: it is to be written to the log, or given up.
  var isFull: Bool { byteCount > max(interest.byteLimit, 1 << 20) }

  /// Takes what was noted: all of it, or within a savepoint what was noted there, which may yet be undone.
  func take() -> ArraySlice<Touched> {
    let start = savepoints.last?.count ?? 0
    let taken = touched[start...]
    forget(from: start)
    return taken
  }

  /// Notes that a table is changed as a whole, so that streams are told that they can't be told the rows.
  func noteWhole(_ table: OpenTables.TableEntry) {
    _ = wanted(of: table)
    overflow()
  }

  /// Gives up to tell streams the rows.
  func overflow() { rows = nil }

  private func forget(from start: Int) {
    for row in touched[start...] {
      known.remove(Row(table: ObjectIdentifier(row.table.definition), key: row.key))
      byteCount -= row.memory
    }
    touched.removeSubrange(start...)
  }
}

extension ChangeRecorder {
  /// What was noted when a savepoint began.
  fileprivate struct Savepoint {
    let count: Int
    let logged: ChangeLogCommit.Added
  }

  /// A savepoint begins: what is noted from now on may be undone alone.
  func beginSavepoint() { savepoints.append(Savepoint(count: touched.count, logged: logged)) }

  /// The last savepoint ends.
  ///
  /// - Parameter isUndone: whether all that happened in it was undone.
  func endSavepoint(isUndone: Bool) {
    guard let savepoint = savepoints.popLast(), isUndone else { return }
    forget(from: savepoint.count)
    logged = savepoint.logged
  }
}

extension ChangeRecorder.Touched {
  /// About what it takes.
  fileprivate var memory: Int { key.count + (old?.count ?? 0) + 128 }
}
