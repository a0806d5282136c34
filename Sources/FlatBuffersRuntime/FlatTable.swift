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
  public func draft(_ keeper: inout RecordKeeper) -> Draft { DraftCopier.copy(table, &keeper) }

  /// A copy of all fields that may outlive the bytes.
  public var draft: Draft {
    var keeper = RecordKeeper()
    return draft(&keeper)
  }
}
