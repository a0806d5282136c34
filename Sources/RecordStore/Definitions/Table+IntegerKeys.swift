public import FlatBuffersRuntime

extension Table where Record: ~Escapable, Key.Encoded == EncodedInteger {
  /// Defines a table whose key is one integer, or a value that is stored as one.
  ///
  /// Inlined, so that the key is read from a record where it lies, without a generic call for each that is put.
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
  @inlinable
  public init(
    name: String, ordinal: Int, fingerprint: UInt64, version: Int = 1, keyReadsVectors: Bool = true,
    key: @escaping @Sendable (borrowing Record) -> Key,
    indexes: [IndexDefinition] = []
  ) {
    self.init(
      name: name, ordinal: ordinal, fingerprint: fingerprint, version: version,
      keyReadsVectors: keyReadsVectors, integerKey: { view in key(Record(view)).encoded }, indexes: indexes)
  }

  @usableFromInline
  init(
    name: String, ordinal: Int, fingerprint: UInt64, version: Int, keyReadsVectors: Bool,
    integerKey: @escaping IntegerKeyExtraction, indexes: [IndexDefinition]
  ) {
    self.init(
      TableDefinition(
        name: name, ordinal: ordinal, fingerprint: fingerprint, indexes: indexes,
        record: RecordType(Record.self), keyVersion: UInt32(clamping: version),
        keyReadsVectors: keyReadsVectors,
        encodeKey: { view, encoder in encoder.append(integerKey(view).value) }, integerKey: integerKey))
  }
}
