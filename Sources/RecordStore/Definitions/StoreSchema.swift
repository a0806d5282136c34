/// The tables of one schema, as a store opens them.
///
/// Generated code defines one per schema file.
public struct StoreSchema: Sendable {
  /// The schema's name.
  public let name: String
  /// Tells this schema from others and from other versions of itself.
  public let fingerprint: UInt64
  /// The definitions of its tables, in the order of their ordinals.
  public let tables: [TableDefinition]

  /// - Parameters:
  ///   - name: the schema's name, for messages.
  ///   - fingerprint: the same number that its tables and indexes were defined with.
  ///   - tables: the ``Table/definition`` of each table, in the order of their ordinals.
  public init(name: String, fingerprint: UInt64, tables: [TableDefinition]) {
    self.name = name
    self.fingerprint = fingerprint
    self.tables = tables
  }
}
