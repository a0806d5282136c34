/// A FlatBuffers table read in place: what schemac generates for `table` in a schema.
///
/// A conforming type is one pointer into verified bytes. It is `~Escapable`: it cannot outlive the
/// transaction, snapshot or buffer its bytes belong to.
public protocol FlatTable: ~Escapable, SendableMetatype {
  /// The plain Swift struct of the same fields, for building and for keeping.
  associatedtype Draft: TableDraft

  /// The view of `table`, which must hold a table of this type in verified bytes.
  @_lifetime(copy table)
  init(_ table: TableView)

  /// The untyped view behind this one.
  var table: TableView { @_lifetime(copy self) get }

  /// The full name in the schema, such as `demo.User`.
  static var schemaName: String { get }

  /// The four-byte file identifier, if this is the root type of a schema that has one.
  static var fileIdentifier: String? { get }

  /// The schema the type was generated from, if the compiler was told to embed it.
  static var embeddedSchema: EmbeddedSchema? { get }

  /// Checks every field of `table`.
  ///
  /// - Throws: the first fault found, with its path.
  static func verify(
    _ table: Verifier.Table, with verifier: inout Verifier
  ) throws(VerificationError)

  /// A copy of all fields that may outlive the bytes.
  ///
  /// - Parameter keeper: keeps the members of unions that this schema does not know.
  func draft(_ keeper: inout RecordKeeper) -> Draft
}

extension FlatTable where Self: ~Escapable {
  /// The bytes of the whole record if this view is a record's root, as they are stored.
  ///
  /// `nil` for a table nested in a record. Valid as long as the view.
  @inlinable
  public var recordBytes: RawSpan? {
    @_lifetime(copy self)
    get { table.recordBytes }
  }

  @inlinable
  public static var fileIdentifier: String? { nil }

  @inlinable
  public static var embeddedSchema: EmbeddedSchema? { nil }

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
