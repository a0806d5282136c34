public import LMDB

/// What went wrong in a store.
public struct StoreError: Error, Sendable {
  /// The kinds of failure.
  public enum Code: Sendable, Hashable {
    /// LMDB or the system refused; ``StoreError/database`` tells more.
    case database
    /// The table or index belongs to a schema, or a version of it, that the store was not opened with.
    case unknownTable
    /// Schemas can't be opened together or contradict themselves.
    case schema
    /// Another record has the same key in a unique index.
    case uniqueViolation
    /// A key is longer than ``KeyEncoder/limit``, or a record has none.
    case key
    /// The record is too large to be built or stored.
    case recordTooLarge
    /// Stored bytes are not a record of the table's type.
    case invalidRecord
    /// The store was closed.
    case closed
    /// A write was begun inside a write.
    case nestedWrite
    /// The store was opened for reading only.
    case readOnly
  }

  /// The kind of failure, for programs.
  public let code: Code
  /// What failed, where, and what can be done about it; for people.
  public let message: String
  /// What caused it, if something else did.
  public let cause: (any Error)?

  init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.cause = cause
  }

  /// A failure of LMDB.
  ///
  /// - Parameter place: what it concerns, such as `table users`; empty if the message says so.
  @usableFromInline @inline(never)
  init(_ error: LMDBError, _ place: String = "") {
    switch error.code {
    case .nestedWrite: code = .nestedWrite
    case .readOnly: code = .readOnly
    case .closed: code = .closed
    case .valueTooLarge: code = .recordTooLarge
    case .keyEmpty, .keyTooLong: code = .key
    default: code = .database
    }
    message = place.isEmpty ? error.description : "\(place): \(error.description)"
    cause = error
  }

  /// The failure of LMDB behind this one.
  public var database: LMDBError? { cause as? LMDBError }
}

extension StoreError: CustomStringConvertible {
  public var description: String { message }
}
