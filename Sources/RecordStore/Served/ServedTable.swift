package import FlatBuffersReflection
package import FlatBuffersRuntime
internal import SharedBytes

/// A table of a store whose rows are passed on as they are stored, found by keys that come from elsewhere.
package struct ServedTable: Sendable {
  package let definition: TableDefinition
  /// What the primary key is made of; `nil` if code makes it that no schema describes.
  package let key: KeyDescription?
  package let indexes: [ServedIndex]
  /// The schema of the records; `nil` if the program does not have it.
  package let schema: Schema?
  /// The binary schema that the records are of: the one in the program's code, else what the file keeps; `nil` if neither has
  /// one.
  package let embeddedSchema: EmbeddedSchema?

  package var name: String { definition.name }
  /// The full name of the records' type.
  package var record: String { definition.record.name }

  fileprivate init(_ table: GivenTable) {
    definition = table.definition
    key = table.entry.key.description
    schema = table.schema
    embeddedSchema =
      table.definition.record.schema
      ?? table.version.schema.map {
        EmbeddedSchema(
          name: table.name, fingerprint: table.version.fingerprint, bytes: SharedBytes($0))
      }
    let described = table.entry.indexes ?? []
    indexes = table.definition.indexes.map { index in
      ServedIndex(
        definition: index, key: described.first { $0.name == index.name }?.key.description)
    }
  }
}

/// An index of a table that is served.
package struct ServedIndex: Sendable {
  package let definition: IndexDefinition
  /// What its keys are made of; `nil` if code makes them that no schema describes.
  package let key: KeyDescription?

  package var name: String { definition.name }
}

extension Store {
  /// A table that the store was opened with.
  ///
  /// - Throws: ``StoreError/Code/unknownTable`` if it was not.
  package func served<Record: ~Escapable, Key>(_ table: Table<Record, Key>) throws(StoreError) -> ServedTable
  {
    try served(table.definition)
  }

  /// A table that the store was opened with, whatever its type is.
  ///
  /// - Throws: ``StoreError/Code/unknownTable`` if it was not.
  package func served(_ table: AnyTable) throws(StoreError) -> ServedTable { try served(table.definition) }

  private func served(_ definition: TableDefinition) throws(StoreError) -> ServedTable {
    guard let given = state.given.first(where: { $0.definition === definition }) else {
      throw StoreError(
        .unknownTable, "\(path): the store was not opened with the schema of the table \(definition.name)",
        table: definition.name)
    }
    return ServedTable(given)
  }
}
