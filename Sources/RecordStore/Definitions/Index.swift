public import FlatBuffersRuntime

/// A secondary index of a table, kept up to date by every put and delete.
///
/// Generated code defines one per indexed field; call sites name it:
/// `txn.rows(by: .usersByTeam, 1...1)`.
@frozen @safe
public struct Index<Record: FlatTable & ~Escapable, Key: StoreKey>: Sendable {
  // Sound because the initialiser retains the definition and nothing ever releases it.
  @usableFromInline let reference: Unmanaged<IndexDefinition>
  @usableFromInline let fingerprint: UInt64
  @usableFromInline let ordinal: Int

  /// What a store knows about the index.
  public var definition: IndexDefinition {
    unsafe reference.takeUnretainedValue()
  }

  /// Defines an index whose key is written straight from the record.
  ///
  /// - Parameters:
  ///   - name: the name in the schema.
  ///   - ordinal: the index's position among all indexes of its ``StoreSchema``, from 0.
  ///   - fingerprint: the fingerprint of that schema.
  ///   - unique: whether two records may not have the same key.
  ///   - version: the version of the code that makes the key, to be raised when it makes other keys. A store
  ///     compares it where the schema does not describe the key.
  ///   - keyReadsVectors: whether the key depends on vectors; if not, those of a record being put need not be
  ///     there when its key is asked for, and large ones are copied once less.
  ///   - encodingKey: appends the key of a record, exactly as `Key` would encode it; appends nothing
  ///     if the record is not to be found through this index.
  public init(
    name: String, ordinal: Int, fingerprint: UInt64, unique: Bool = false,
    version: Int = 1, keyReadsVectors: Bool = true,
    encodingKey: @escaping @Sendable (borrowing Record, inout KeyEncoder) -> Void
  ) {
    let definition = IndexDefinition(
      name: name, ordinal: ordinal, fingerprint: fingerprint, isUnique: unique,
      keyVersion: UInt32(clamping: version), keyReadsVectors: keyReadsVectors,
      source: IndexKeySource { view, encoder in encodingKey(Record(view), &encoder) })
    unsafe reference = Unmanaged.passRetained(definition)
    self.fingerprint = fingerprint
    self.ordinal = ordinal
  }

  /// Defines an index.
  ///
  /// - Parameters:
  ///   - name: the name in the schema.
  ///   - ordinal: the index's position among all indexes of its ``StoreSchema``, from 0.
  ///   - fingerprint: the fingerprint of that schema.
  ///   - unique: whether two records may not have the same key.
  ///   - version: the version of the code that makes the key, to be raised when it makes other keys. A store
  ///     compares it where the schema does not describe the key.
  ///   - keyReadsVectors: whether the key depends on vectors; if not, those of a record being put need not be
  ///     there when its key is asked for, and large ones are copied once less.
  ///   - key: the key of a record; `nil` if the record is not to be found through this index.
  public init(
    name: String, ordinal: Int, fingerprint: UInt64, unique: Bool = false,
    version: Int = 1, keyReadsVectors: Bool = true,
    key: @escaping @Sendable (borrowing Record) -> Key?
  ) {
    self.init(
      name: name, ordinal: ordinal, fingerprint: fingerprint, unique: unique,
      version: version, keyReadsVectors: keyReadsVectors,
      encodingKey: { record, encoder in key(record)?.encode(into: &encoder) })
  }
  /// Defines an index in which a record has a key for each element of a vector.
  ///
  /// Elements with equal keys have one entry. A record without elements is not to be found through this index.
  ///
  /// - Parameters:
  ///   - name: the name in the schema.
  ///   - ordinal: the index's position among all indexes of its ``StoreSchema``, from 0.
  ///   - fingerprint: the fingerprint of that schema.
  ///   - unique: whether two records may not have the same key.
  ///   - version: the version of the code that makes the keys, to be raised when it makes other ones. A store
  ///     compares it where the schema does not describe the key.
  ///   - elementCount: the number of a record's elements.
  ///   - encodingElement: appends the key of the element at a position, exactly as `Key` would encode it; appends
  ///     nothing if the record is not to be found by it.
  public init(
    name: String, ordinal: Int, fingerprint: UInt64, unique: Bool = false, version: Int = 1,
    elementCount: @escaping @Sendable (borrowing Record) -> Int,
    encodingElement: @escaping @Sendable (borrowing Record, Int, inout KeyEncoder) -> Void
  ) {
    let definition = IndexDefinition(
      name: name, ordinal: ordinal, fingerprint: fingerprint, isUnique: unique,
      keyVersion: UInt32(clamping: version), keyReadsVectors: true,
      source: IndexKeySource(
        count: { view in elementCount(Record(view)) },
        encode: { view, element, encoder in encodingElement(Record(view), element, &encoder) }))
    unsafe reference = Unmanaged.passRetained(definition)
    self.fingerprint = fingerprint
    self.ordinal = ordinal
  }
}
