/// A table of a schema whose records are stored.
package struct StoredTable: Sendable, Equatable {
  /// The name it is stored under.
  package let name: String
  /// The index of the records' table in the schema's objects.
  package let object: Int
  /// The name of the records' table in the schema.
  package let record: QualifiedName
  /// The primary key.
  package let key: KeyDescription
  /// The secondary indexes, in the order of the fields.
  package internal(set) var indexes: [StoredIndex]

  /// The index of a name.
  package func index(named name: String) -> StoredIndex? { indexes.first { $0.name == name } }
}

/// A secondary index of a stored table.
package struct StoredIndex: Sendable, Equatable {
  /// The attributes of a schema that make an index.
  package static let attributes = ["index", "unique"]

  /// The name in the schema.
  package let name: String
  /// Whether two records may not have the same key in it.
  package let isUnique: Bool
  /// What it is ordered by.
  package let key: KeyDescription

  package init(name: String, isUnique: Bool, key: KeyDescription) {
    self.name = name
    self.isUnique = isUnique
    self.key = key
  }
}
