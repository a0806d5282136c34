internal import FlatBuffersReflection

/// A stored table of the file with the names it has in Swift.
struct StoredTablePlan {
  struct Key {
    /// The Swift type.
    var type: String
    var field: TableField
  }

  struct Index {
    var stored: StoredIndex
    var swiftName: String
    var key: Key
  }

  var stored: StoredTable
  var swiftName: String
  /// The Swift type of the records.
  var record: String
  var key: Key
  var indexes: [Index]
  var documentation: [String]
}
