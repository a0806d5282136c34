import LMDB

/// What a file holds, before anything is done with it.
struct FileContents {
  let mark: CommitMark?
  let catalog: StoredCatalog?
  /// The names of its databases; empty where a catalog tells.
  let names: Set<String>
  /// Whether there is nothing in it at all.
  let isEmpty: Bool
  /// Whether its last commit is one of a store, or was adopted, and is whole.
  let isTrusted: Bool
  /// Whether zLMDB keeps its tables in it: records of slots under plain keys.
  let isZLMDB: Bool

  /// - Parameters:
  ///   - transaction: LMDB's id of the commit that the snapshot is of.
  ///   - session: the machine's run that goes on.
  init(
    _ snapshot: LMDB.Snapshot, transaction: UInt64, _ path: String, in session: BootSession = .current
  ) throws {
    mark = try snapshot.commitMark()
    catalog = try snapshot.storedCatalog(path)
    isTrusted = mark?.isTrusted(at: transaction, in: session) ?? false
    isEmpty = try snapshot.count(.main) == 0
    names = catalog == nil ? Set(try snapshot.databaseNames()) : []
    var cursor = try snapshot.cursor(.main)
    var startsWithSlot = false
    if let first = try cursor.first() { startsWithSlot = [UInt8](first.key).starts(with: [0, 0]) }
    isZLMDB = catalog == nil && startsWithSlot
  }
}
