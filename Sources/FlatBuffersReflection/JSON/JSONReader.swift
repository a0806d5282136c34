internal import FlatBuffersRuntime
public import SharedBytes

/// Builds records from JSON, by a schema that is known at run time only.
///
/// Everything the reference compiler's parser takes is taken: comments, names without quotes, trailing commas,
/// numbers and enums in strings, a union's `x_type` before or after `x`, nested FlatBuffers and FlexBuffers.
public enum JSONReader {
  /// What is taken for JSON.
  public struct Options: Sendable, Equatable {
    /// Whether scalars that equal their defaults are written, and absent ones with their defaults.
    public var forcesDefaults = false
    /// Whether fields that the schema does not have are skipped instead of refused.
    public var skipsUnknownFields = false
    /// Whether equal strings are written once.
    public var sharesStrings = false
    /// Whether four bytes with the record's size come before it.
    public var isSizePrefixed = false
    /// Whether names have to be in quotes, and no comma may trail.
    public var isStrict = false
    /// How deep values may nest.
    public var maximumDepth = 64
    /// Whether the values have types, and were not written by hand: no string is a number, and no number a boolean.
    package var isTyped = false

    public init() {}
  }

  /// Builds the record a file describes.
  ///
  /// - Parameters:
  ///   - file: the JSON text.
  ///   - table: the index of the root's table in `schema.objects`; a record of the schema's root type gets its
  ///     file identifier.
  /// - Throws: a ``Diagnostic`` with the place of what is wrong.
  public static func build(
    _ file: SourceFile, as table: Int, of schema: Schema, options: Options = Options()
  ) throws(Diagnostic) -> SharedBytes {
    let value = try JSONParser.parse(file, options)
    return try build(value, as: table, of: schema, options)
  }

  /// Builds the record of the root type that the JSON after a schema's declarations describes.
  ///
  /// - Parameters:
  ///   - file: the schema's text.
  ///   - schema: what was made of it.
  /// - Returns: the record; `nil` if there is no JSON or the schema has no root type.
  /// - Throws: a ``Diagnostic`` with the place of what is wrong.
  public static func buildData(
    after file: SourceFile, of schema: Schema, options: Options = Options()
  ) throws(Diagnostic) -> SharedBytes? {
    guard let root = schema.rootTable,
      let value = try JSONParser.parseData(of: file, options)
    else { return nil }
    return try build(value, as: root, of: schema, options)
  }

  /// Builds the record that a value describes.
  package static func build(
    _ value: JSONValue, as table: Int, of schema: Schema, _ options: Options
  ) throws(Diagnostic) -> SharedBytes {
    var builder = Builder()
    let root = try RecordWriter(schema, options).table(value, table, &builder)
    let identifier = table == schema.rootTable ? schema.fileIdentifier : nil
    do {
      return options.isSizePrefixed
        ? try builder.finishSizePrefixed(root, identifier: identifier)
        : try builder.finish(root, identifier: identifier)
    } catch {
      throw Diagnostic(at: value.location, "\(error)")
    }
  }
}
