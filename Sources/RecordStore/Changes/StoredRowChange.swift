public import FlatBuffersRuntime
import FlatBuffersReflection
public import SharedBytes

/// What happened to a row.
public enum RowOperation: Sendable, Hashable {
  /// A record was stored, in place of another one or as a new row.
  case put
  /// The row was deleted.
  case delete
}

/// The change of a row of any table.
public struct StoredRowChange: Sendable {
  /// The table's name.
  public let table: String
  public let operation: RowOperation
  /// The row's primary key as it is stored.
  public let keyBytes: [UInt8]
  /// The record before; `nil` if there was none, or the change is from a log that keeps no old records.
  public let old: SharedBytes?
  /// The record after; `nil` if there is none any more.
  public let new: SharedBytes?

  let key: KeyDescription?
  /// Whether the records are known to be of the table's type as the program knows it.
  let isProven: Bool

  /// The primary key as text: `7`, or `"ann@example.com"`; in hexadecimal if no schema says what it is made of.
  public var keyText: String { unsafe key.text(of: keyBytes.span.bytes) }

  /// What it takes in memory, for bounds.
  var byteCount: Int { keyBytes.count + (old?.count ?? 0) + (new?.count ?? 0) }

  /// The change by the types of its table.
  ///
  /// - Returns: `nil` if it is of another table.
  /// - Throws: ``StoreError/Code/invalidRecord`` if a record is none of the table's type.
  public func row<Record: FlatTable & ~Escapable, Key>(
    of table: Table<Record, Key>
  ) throws(StoreError) -> RowChange<Record, Key>? {
    guard table.definition.name == self.table else { return nil }
    return try RowChange(self)
  }
}
