import FlatBuffersReflection
import LMDB

/// The log of changes as the catalog of one commit sets it up.
final class OpenChangeLog: Sendable {
  /// The name of its database: no name of a table or an index begins with a slash.
  static let databaseName = "/changes"

  let database: Database
  let bounds: ChangeLogBounds
  let keepsOldRecords: Bool
  /// The tables that are logged, with what their keys are made of.
  let tables: [String: KeyDescription?]
  /// Whether there are no others.
  let logsAll: Bool

  /// - Returns: `nil` if there is no log, or its database is not open.
  init?(_ catalog: StoredCatalog, _ handles: [String: Database]) {
    guard let settings = catalog.changeLog, let database = handles[OpenChangeLog.databaseName] else {
      return nil
    }
    self.database = database
    bounds = settings.bounds
    keepsOldRecords = settings.keepsOldRecords
    let logged = catalog.loggedTables
    logsAll = logged.count == catalog.tables?.count ?? 0
    var tables: [String: KeyDescription?] = [:]
    for table in catalog.tables ?? [] where logged.contains(table.name) {
      tables[table.name] = .some(table.key.description)
    }
    self.tables = tables
  }

  /// Whether the log has all that a stream asks for.
  ///
  /// - Parameter wanted: the stream's tables; `nil` for all.
  func has(_ wanted: Set<String>?) -> Bool {
    wanted?.allSatisfy { tables[$0] != nil } ?? logsAll
  }
}
