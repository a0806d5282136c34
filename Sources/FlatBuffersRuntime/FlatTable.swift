/// A FlatBuffers table read in place: what schemac generates for `table` in a schema.
///
/// A conforming type is one pointer into verified bytes. It is `~Escapable`: it cannot outlive the
/// transaction, snapshot or buffer its bytes belong to.
public protocol FlatTable: ReadableTable, ~Escapable {
  /// The plain Swift struct of the same fields, for building and for keeping.
  associatedtype Draft: TableDraft
}

extension FlatTable where Self: ~Escapable {
  /// A copy of all fields that may outlive the bytes.
  ///
  /// - Parameter keeper: keeps the members of unions that this schema does not know.
  @inlinable
  public func draft(_ keeper: inout RecordKeeper) -> Draft { Draft(copying: table, &keeper) }

  /// A copy of all fields that may outlive the bytes.
  @inlinable
  public var draft: Draft { Draft(copying: table) }
}

// The types of a draft are known where these are called, and cost something to find where they are not.
extension TableDraft {
  /// A copy of a table that was verified for the type of the draft.
  @usableFromInline
  init(copying table: TableView) { self = DraftCopier().copy(table) }

  /// A copy of a table that was verified for the type of the draft.
  @usableFromInline
  init(copying table: TableView, _ keeper: inout RecordKeeper) { self = keeper.copier.copy(table) }
}
