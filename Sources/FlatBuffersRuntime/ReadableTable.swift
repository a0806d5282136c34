/// A FlatBuffers table that can be verified and read in place.
///
/// All that schemac generates with `--views-only`; a ``FlatTable`` can be built and kept, too.
public protocol ReadableTable: ~Escapable, SendableMetatype {
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
}

extension ReadableTable where Self: ~Escapable {
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
}
