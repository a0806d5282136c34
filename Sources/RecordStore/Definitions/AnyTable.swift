public import FlatBuffersRuntime

/// A table, whatever the type of its records is: for lists of tables.
///
///     try await router.serveReplicas(of: store, tables: [.table(.users), .table(.teams)], as: "com.example.replica")
public struct AnyTable: Sendable {
  let definition: TableDefinition

  /// The table's name in the schema.
  public var name: String { definition.name }

  public init<Record: FlatTable & ~Escapable, Key>(_ table: Table<Record, Key>) {
    definition = table.definition
  }

  /// A table that is used without generated code.
  public init(_ table: ReflectedTable) { definition = table.definition }

  /// A table, as generated code defines it: `.table(.users)`.
  public static func table<Record: FlatTable & ~Escapable, Key>(_ table: Table<Record, Key>) -> AnyTable {
    AnyTable(table)
  }
}
