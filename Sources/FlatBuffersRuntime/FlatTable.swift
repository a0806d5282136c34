/// A FlatBuffers table read in place: what schemac generates for `table` in a schema.
///
/// A conforming type is one pointer into verified bytes. It is `~Escapable`: it cannot outlive the
/// transaction, snapshot or buffer its bytes belong to.
public protocol FlatTable: ReadableTable, ~Escapable {
  /// The plain Swift struct of the same fields, for building and for keeping.
  associatedtype Draft: TableDraft

  /// A copy of all fields that may outlive the bytes.
  ///
  /// - Parameter keeper: keeps the members of unions that this schema does not know.
  func draft(_ keeper: inout RecordKeeper) -> Draft
}

extension FlatTable where Self: ~Escapable {
  /// A copy of all fields that may outlive the bytes.
  public var draft: Draft {
    var keeper = RecordKeeper()
    return draft(&keeper)
  }
}

/// The plain, owned form of a table: every field a Swift value.
public protocol TableDraft: Sendable, Hashable, Codable {
  /// Writes the table and everything it refers to.
  ///
  /// - Throws: ``BuildError`` if the buffer would grow past 2 GiB.
  func write(to builder: inout Builder) throws(BuildError) -> TableOffset

  /// The identifier a finished buffer of this root carries, if any.
  static var fileIdentifier: String? { get }
}

extension TableDraft {
  @inlinable
  public static var fileIdentifier: String? { nil }
}
