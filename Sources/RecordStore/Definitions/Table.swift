public import FlatBuffersRuntime

/// A table of records in a store.
///
/// Generated code defines one per table of a schema; call sites name it: `txn.get(.users, 7)`.
/// It is a reference to a definition and its place in the schema, free to copy.
@frozen @safe
public struct Table<Record: FlatTable & ~Escapable, Key: StoreKey>: Sendable {
  // Sound because the initialiser retains the definition and nothing ever releases it.
  @usableFromInline let reference: Unmanaged<TableDefinition>
  @usableFromInline let fingerprint: UInt64
  @usableFromInline let ordinal: Int

  /// What a store knows about the table.
  public var definition: TableDefinition {
    unsafe reference.takeUnretainedValue()
  }

  /// Defines a table whose key is written straight from the record.
  ///
  /// - Parameters:
  ///   - name: the name in the schema, unique in a store.
  ///   - ordinal: the table's position in its ``StoreSchema``, from 0.
  ///   - fingerprint: the fingerprint of that schema.
  ///   - version: the version of the code that makes the key, to be raised when it makes other keys. A store
  ///     compares it where the schema does not describe the key.
  ///   - keyReadsVectors: whether the key depends on vectors; if not, those of a record being put need not be
  ///     there when its key is asked for, and large ones are copied once less.
  ///   - encodingKey: appends the primary key of a record, exactly as `Key` would encode it.
  ///   - indexes: the ``Index/definition`` of each secondary index.
  public init(
    name: String, ordinal: Int, fingerprint: UInt64, version: Int = 1, keyReadsVectors: Bool = true,
    encodingKey: @escaping @Sendable (borrowing Record, inout KeyEncoder) -> Void,
    indexes: [IndexDefinition] = []
  ) {
    self.init(
      TableDefinition(
        name: name, ordinal: ordinal, fingerprint: fingerprint, indexes: indexes,
        record: RecordType(Record.self), keyVersion: UInt32(clamping: version),
        keyReadsVectors: keyReadsVectors,
        encodeKey: { view, encoder in encodingKey(Record(view), &encoder) }))
  }

  init(_ definition: TableDefinition) {
    unsafe reference = Unmanaged.passRetained(definition)
    fingerprint = definition.fingerprint
    ordinal = definition.ordinal
  }

  /// Defines a table.
  ///
  /// - Parameters:
  ///   - name: the name in the schema, unique in a store.
  ///   - ordinal: the table's position in its ``StoreSchema``, from 0.
  ///   - fingerprint: the fingerprint of that schema.
  ///   - version: the version of the code that makes the key, to be raised when it makes other keys. A store
  ///     compares it where the schema does not describe the key.
  ///   - keyReadsVectors: whether the key depends on vectors; if not, those of a record being put need not be
  ///     there when its key is asked for, and large ones are copied once less.
  ///   - key: the primary key of a record.
  ///   - indexes: the ``Index/definition`` of each secondary index.
  public init(
    name: String, ordinal: Int, fingerprint: UInt64, version: Int = 1, keyReadsVectors: Bool = true,
    key: @escaping @Sendable (borrowing Record) -> Key,
    indexes: [IndexDefinition] = []
  ) {
    self.init(
      name: name, ordinal: ordinal, fingerprint: fingerprint, version: version,
      keyReadsVectors: keyReadsVectors,
      encodingKey: { record, encoder in key(record).encode(into: &encoder) }, indexes: indexes)
  }
}
