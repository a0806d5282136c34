/// A table of a schema whose records are stored.
package struct StoredTable: Sendable, Equatable {
  /// The name it is stored under.
  package let name: String
  /// The index of the records' table in the schema's objects.
  package let object: Int
  /// The name of the records' table in the schema.
  package let record: QualifiedName
  /// The fields of the primary key.
  package let components: [KeyComponent]
  /// The primary key.
  package let key: KeyDescription
  /// The secondary indexes: those of fields in their order, then those that the table lists.
  package internal(set) var indexes: [StoredIndex]

  init(name: String, object: Int, record: QualifiedName, components: [KeyComponent]) {
    self.name = name
    self.object = object
    self.record = record
    self.components = components
    key = components.key
    indexes = []
  }

  /// The index of a name.
  package func index(named name: String) -> StoredIndex? { indexes.first { $0.name == name } }
}

/// A secondary index of a stored table.
package struct StoredIndex: Sendable, Equatable {
  /// The attributes of a field that make an index.
  static let attributes = ["index", "unique"]

  /// The name in the schema.
  package let name: String
  /// Where the schema says so.
  package let location: SourceLocation
  /// Whether two records may not have the same key in it.
  package let isUnique: Bool
  /// The fields it is ordered by.
  package let components: [KeyComponent]
  /// What it is ordered by.
  package let key: KeyDescription

  init(name: String, location: SourceLocation, isUnique: Bool, components: [KeyComponent]) {
    self.name = name
    self.location = location
    self.isUnique = isUnique
    self.components = components
    key = components.key
  }
}
