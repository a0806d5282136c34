import Synchronization

/// The names of an environment's open databases.
///
/// Asked when a reader looks for a database for the first time after a commit: not at every read.
@usableFromInline
final class DatabaseNames: Sendable {
  private let names = Mutex<[UInt32: [UInt8]]>([:])

  func note(_ database: Database, _ name: String) {
    names.withLock { $0[database.handle] = Array(name.utf8) }
  }

  /// To be called when a database was closed: its number may be given to another one.
  func forget(_ database: Database) {
    names.withLock { $0[database.handle] = nil }
  }

  subscript(database: Database) -> [UInt8]? { names.withLock { $0[database.handle] } }
}
