internal import FlatBuffersReflection

/// A table that is exposed, as a realm tells of its procedures.
package struct DescribedTable: Sendable {
  let schema: DescribedSchema
  /// The index of the rows' type in the schema's objects.
  let rows: Int
  /// The values of a primary key; `nil` if code makes it that no schema describes.
  let key: [InterfaceDescription.Argument]?

  /// - Parameters:
  ///   - record: the full name of the rows' type.
  ///   - key: the names and the types of a primary key's values; `nil` if nothing says what it is made of.
  /// - Returns: `nil` if the schema does not have the type.
  package init?(_ schema: DescribedSchema, of record: String, key: [(name: String, type: String)]?) {
    guard let rows = schema.table(record) else { return nil }
    self.schema = schema
    self.rows = rows
    self.key = key?.map { .init(name: $0.name, type: $0.type, isRequired: true) }
  }
}

/// What is known of a procedure of the router's own process.
package enum RegisteredInterface: Sendable {
  /// It takes and answers with records of these types.
  case records(DescribedInterface)
  /// It is one of an exposed table.
  case table(TableProcedure, DescribedTable)

  var schema: DescribedSchema {
    switch self {
    case .records(let interface): interface.schema
    case .table(_, let table): table.schema
    }
  }
}
