import LMDB

extension MigrationContext {
  /// Makes a replica's table one that programs write: when its source is gone for good, or the replica is given up.
  ///
  ///     try Store.alter(path: "replica.db") { tables in try tables.promote("users") }
  ///
  /// Its rows are those of the last commit that the replica has. A table that is not whole has rows of no one commit, and
  /// loses them. Whoever goes on with the replica afterwards is refused, because the table has rows of its own.
  ///
  /// - Throws: ``StoreError/Code/migration`` if there is no table of that name, or it is no replica's.
  @_lifetime(self: copy self)
  public mutating func promote(_ name: String) throws {
    var entry = try work.stored(name)
    guard let replica = ReplicaMark(entry) else {
      throw work.failure("the table \(name) is no replica's", table: name)
    }
    // Its indexes are empty until it is whole.
    if replica.isIncomplete, let database = try base.open(name, create: true) {
      try base.drop(database, delete: false)
    }
    entry.replicaOf = nil
    entry.replicaIsIncomplete = false
    work.set(entry)
    // How far the replica is was said of all its tables.
    let position = ReplicaPosition.key(of: replica.source)
    // Bytes have no padding that could be read uninitialised.
    _ = unsafe try base.delete(position.span.bytes, in: .main)
  }
}
