/// A table of a schema whose records are stored.
public struct StoredTable: Sendable, Equatable {
  /// The name it is stored under.
  public let name: String
  /// The index of the records' table in the schema's objects.
  public let object: Int
  /// The name of the records' table in the schema.
  public let record: QualifiedName
  /// The primary key.
  public let key: KeyDescription
  /// The secondary indexes, in the order of the fields.
  public internal(set) var indexes: [StoredIndex]

  /// The index of a name.
  public func index(named name: String) -> StoredIndex? { indexes.first { $0.name == name } }
}

/// A secondary index of a stored table.
public struct StoredIndex: Sendable, Equatable {
  /// The attributes of a schema that make an index.
  package static let attributes = ["index", "unique"]

  /// The name in the schema.
  public let name: String
  /// Whether two records may not have the same key in it.
  public let isUnique: Bool
  /// What it is ordered by.
  public let key: KeyDescription

  package init(name: String, isUnique: Bool, key: KeyDescription) {
    self.name = name
    self.isUnique = isUnique
    self.key = key
  }
}
