public import FlatBuffersRuntime

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
  /// The schema itself, which a store keeps with its records; `nil` for tables that no schema describes.
  public let binarySchema: EmbeddedSchema?

  /// - Parameters:
  ///   - name: the schema's name, for messages.
  ///   - fingerprint: the same number that its tables and indexes were defined with.
  ///   - tables: the ``Table/definition`` of each table, in the order of their ordinals.
  ///   - binarySchema: the schema that the tables are described in. Without it the keys and indexes are known to
  ///     a store by their names and the versions of their code only, and the records by their types' own schemas.
  public init(
    name: String, fingerprint: UInt64, tables: [TableDefinition], binarySchema: EmbeddedSchema? = nil
  ) {
    self.name = name
    self.fingerprint = fingerprint
    self.tables = tables
    self.binarySchema = binarySchema
  }
}
