public import FlatBuffersRuntime

/// What a store has to know about a table, without its types.
///
/// Immutable, and never freed: a definition is part of a program's schema. Tables can so be named at
/// a call site without counting references.
public final class TableDefinition: Sendable {
  /// The table's name in the schema and the name of its LMDB database.
  public let name: String
  /// Its position among the tables of its schema.
  public let ordinal: Int
  /// The fingerprint of its schema.
  public let fingerprint: UInt64
  /// Its secondary indexes.
  public let indexes: [IndexDefinition]

  /// The type of its records.
  let record: RecordType
  /// The version of the code that makes the key, which counts where no schema describes it.
  let keyVersion: UInt32
  let keyReadsVectors: Bool
  let encodeKey: KeyExtraction
  /// The same for a key that is one integer: it is made without an encoder.
  let integerKey: IntegerKeyExtraction?
  let origin: Origin

  init(
    name: String, ordinal: Int, fingerprint: UInt64, indexes: [IndexDefinition], record: RecordType,
    keyVersion: UInt32, keyReadsVectors: Bool, encodeKey: @escaping KeyExtraction,
    integerKey: IntegerKeyExtraction? = nil, origin: Origin = .code
  ) {
    self.name = name
    self.record = record
    self.keyVersion = keyVersion
    self.ordinal = ordinal
    self.fingerprint = fingerprint
    self.indexes = indexes
    self.keyReadsVectors = keyReadsVectors
    self.encodeKey = encodeKey
    self.integerKey = integerKey
    self.origin = origin
  }

  /// Where a definition comes from.
  enum Origin: Sendable {
    /// Code of the program, which so knows all migrations of the table.
    case code
    /// A schema that was read at run time.
    case schema
    /// What a file says of its table.
    case file(CatalogTable.Draft)
  }
}

/// What a store has to know about an index, without its types.
///
/// Immutable and never freed, like ``TableDefinition``.
public final class IndexDefinition: Sendable {
  /// The index's name in the schema.
  public let name: String
  /// Its position among all indexes of its schema.
  public let ordinal: Int
  /// The fingerprint of its schema.
  public let fingerprint: UInt64
  /// Whether two records may not have the same key.
  public let isUnique: Bool

  /// The version of the code that makes the key, which counts where no schema describes it.
  let keyVersion: UInt32
  let keyReadsVectors: Bool
  let source: IndexKeySource

  init(
    name: String, ordinal: Int, fingerprint: UInt64, isUnique: Bool, keyVersion: UInt32,
    keyReadsVectors: Bool, source: IndexKeySource
  ) {
    self.name = name
    self.keyVersion = keyVersion
    self.ordinal = ordinal
    self.fingerprint = fingerprint
    self.isUnique = isUnique
    self.keyReadsVectors = keyReadsVectors
    self.source = source
  }
}

/// Appends a record's key; appends nothing for a record that is not to be indexed.
typealias KeyExtraction = @Sendable (TableView, inout KeyEncoder) -> Void

/// Tells a record's key.
@usableFromInline
typealias IntegerKeyExtraction = @Sendable (TableView) -> EncodedInteger

/// Where the keys come from that a record has in an index: one, or one for each element of a vector.
struct IndexKeySource: Sendable {
  /// How many keys there are at most; equal ones count once.
  let count: @Sendable (TableView) -> Int
  /// Appends the key at a position below the count; appends nothing if there is none.
  let encode: @Sendable (TableView, Int, inout KeyEncoder) -> Void

  init(
    count: @escaping @Sendable (TableView) -> Int,
    encode: @escaping @Sendable (TableView, Int, inout KeyEncoder) -> Void
  ) {
    self.count = count
    self.encode = encode
  }

  /// One key for each record.
  init(_ encode: @escaping KeyExtraction) {
    count = { _ in 1 }
    self.encode = { record, _, encoder in encode(record, &encoder) }
  }
}
