public import FlatBuffersReflection
public import LMDB

/// What went wrong in a store.
public struct StoreError: Error, Sendable {
  /// The kinds of failure; later versions may have more.
  public struct Code: Sendable, Hashable {
    private let name: String

    private init(_ name: String) { self.name = name }

    /// LMDB or the system refused; ``StoreError/database`` tells more.
    public static let database = Code("database")
    /// The table or index belongs to a schema, or a version of it, that the store was not opened with.
    public static let unknownTable = Code("unknownTable")
    /// Schemas can't be opened together or contradict themselves.
    public static let schema = Code("schema")
    /// The file holds records of another version of the schema, which don't go with the program's;
    /// ``StoreError/findings`` tells each difference.
    public static let schemaChanged = Code("schemaChanged")
    /// The file is not one of a store, and was not to be adopted.
    public static let foreignFile = Code("foreignFile")
    /// What the file says of its tables is damaged, or newer than this package.
    public static let catalog = Code("catalog")
    /// The file was migrated further than the program knows of.
    public static let downgrade = Code("downgrade")
    /// A migration failed or contradicts itself.
    public static let migration = Code("migration")
    /// The index was not built, or another program or a power cut may have left it wrong.
    public static let indexUnavailable = Code("indexUnavailable")
    /// Another process wrote for longer than was to be waited, or goes on with the same replica.
    public static let busy = Code("busy")
    /// Another record has the same key in a unique index; ``StoreError/violation`` tells which.
    public static let uniqueViolation = Code("uniqueViolation")
    /// There is a record with the primary key already, or a record that was to come after all others does not.
    public static let recordExists = Code("recordExists")
    /// A key is longer than ``KeyEncoder/limit``, missing, of another type, or was changed by an update.
    public static let key = Code("key")
    /// The record is too large to be built or stored.
    public static let recordTooLarge = Code("recordTooLarge")
    /// Stored bytes are not a record of the table's type.
    public static let invalidRecord = Code("invalidRecord")
    /// The log of changes does not reach back as far as was asked for, or there is none: take a snapshot.
    public static let changesUnavailable = Code("changesUnavailable")
    /// The state that is read was overtaken longer ago than ``Store/Options/snapshotAgeLimit`` allows.
    public static let snapshotTooOld = Code("snapshotTooOld")
    /// The table is one of a replica, which alone may write it.
    public static let replica = Code("replica")
    /// The table is one of a replica that is not whole yet: its rows are of no one commit.
    public static let replicaIncomplete = Code("replicaIncomplete")
    /// The store was closed.
    public static let closed = Code("closed")
    /// A write was begun inside a write.
    public static let nestedWrite = Code("nestedWrite")
    /// The store was opened for reading only.
    public static let readOnly = Code("readOnly")
    /// A ``CursorToken`` is of another table or index.
    public static let cursorToken = Code("cursorToken")
  }

  /// Two records that a unique index can't hold together.
  public struct Violation: Sendable, Hashable {
    /// The table's name.
    public let table: String
    /// The index's name.
    public let index: String
    /// The value that both have, as text.
    public let value: String
    /// The primary keys of both, as text: the record that had the value, and the one that was to get it.
    public let keys: [String]
  }

  /// The kind of failure, for programs.
  public let code: Code
  /// What failed, where, and what can be done about it; for people.
  public let message: String
  /// The table it concerns, if it is one.
  public let table: String?
  /// The index it concerns, if it is one.
  public let index: String?
  /// The key it concerns, as text: that of a row, or in an index the value there.
  public let key: String?
  /// How the program's schema differs from that of the file; empty for other failures.
  public let findings: [EvolutionFinding]
  /// What a unique index can't hold.
  public let violation: Violation?
  /// What caused it, if something else did.
  public let cause: (any Error)?

  init(
    _ code: Code, _ message: String, table: String? = nil, index: String? = nil, key: String? = nil,
    findings: [EvolutionFinding] = [], violation: Violation? = nil, cause: (any Error)? = nil
  ) {
    self.code = code
    self.message = message
    self.table = table ?? violation?.table
    self.index = index ?? violation?.index
    self.key = key ?? violation?.value
    self.findings = findings
    self.violation = violation
    self.cause = cause
  }

  /// A failure of LMDB.
  ///
  /// - Parameters:
  ///   - place: what it concerns, such as `table users`; empty if the message says so.
  ///   - table: the table's name.
  ///   - index: the index's name.
  ///   - key: the key as text.
  @usableFromInline @inline(never)
  init(
    _ error: LMDBError, _ place: String = "", table: String? = nil, index: String? = nil, key: String? = nil
  ) {
    let code: Code =
      switch error.code {
      case .nestedWrite: .nestedWrite
      case .readOnly: .readOnly
      case .closed: .closed
      case .valueTooLarge: .recordTooLarge
      case .keyEmpty, .keyTooLong: .key
      default: .database
      }
    self.init(
      code, place.isEmpty ? error.description : "\(place): \(error.description)", table: table, index: index,
      key: key, cause: error)
  }

  /// Whatever was thrown.
  @usableFromInline
  init(wrapping error: any Error) {
    self =
      switch error {
      case let error as StoreError: error
      case let error as LMDBError: StoreError(error)
      default: StoreError(.database, "\(error)", cause: error)
      }
  }

  /// The failure of LMDB behind this one.
  public var database: LMDBError? { cause as? LMDBError }
}

extension StoreError: CustomStringConvertible {
  public var description: String { message }
}
