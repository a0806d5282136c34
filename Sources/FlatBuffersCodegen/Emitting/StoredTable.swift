/// A table of the schema that is stored, with its indexes.
struct StoredTable {
  struct Key {
    /// The Swift type.
    var type: String
    var field: TableField
  }

  struct Index {
    var name: String
    var swiftName: String
    var isUnique: Bool
    var key: Key
  }

  var name: String
  var swiftName: String
  var record: String
  var key: Key
  var indexes: [Index]
  var documentation: [String]
}
