internal import FlatBuffersReflection

/// A stored table of the file with the names it has in Swift.
struct StoredTablePlan {
  struct Index {
    var stored: StoredIndex
    var swiftName: String
    var key: StoredKeyPlan
  }

  var stored: StoredTable
  var swiftName: String
  /// The Swift type of the records.
  var record: String
  var key: StoredKeyPlan
  var indexes: [Index]
  var documentation: [String]

  /// The keys with structs of their own: what they are the key of, as the schema names it.
  var composites: [(owner: String, key: StoredKeyPlan)] {
    ([(stored.name, key)] + indexes.map { ($0.stored.name, $0.key) }).filter { $0.1.structure != nil }
  }
}
