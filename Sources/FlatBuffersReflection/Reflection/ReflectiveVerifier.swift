public import FlatBuffersRuntime
public import SharedBytes

/// Checks that bytes are a record of a schema that is known at run time only.
///
/// The checks are those of the generated code's ``FlatBuffersRuntime/Verifier``; the fields of type
/// `nested_flatbuffer` and `flexbuffer` and deprecated fields are checked, too, so that whatever is
/// accepted can be walked to its end.
public struct ReflectiveVerifier {
  let schema: Schema
  let bytes: RecordBytes
  let options: Verifier.Options
  var depthLeft: Int
  var tablesLeft: Int
  /// What strings, vectors, unions and values of FlexBuffers may cost: many may share a place, but what they are
  /// printed as stays linear in the bytes.
  var elementsLeft: Int
  let orders: FieldOrders

  struct Table {
    let position: Int
    let vtable: Int
    let vtableSize: Int
  }

  /// Verifies a record.
  ///
  /// - Parameters:
  ///   - bytes: the record.
  ///   - table: the index of the root's table in `schema.objects`.
  ///   - isSizePrefixed: whether four bytes with the record's size come first; positions and
  ///     alignments count from them.
  ///   - requireIdentifier: whether the schema's file identifier must be there.
  /// - Returns: the root table.
  /// - Throws: ``FlatBuffersRuntime/VerificationError`` with the path to what is wrong.
  @discardableResult
  public static func verify(
    _ bytes: SharedBytes, as table: Int, of schema: Schema, isSizePrefixed: Bool = false,
    requireIdentifier: Bool = false, options: Verifier.Options = Verifier.Options()
  ) throws(VerificationError) -> DynamicTable {
    do throws(VerificationError) {
      let start = isSizePrefixed ? 4 : 0
      let bytes = isSizePrefixed ? try unprefixed(bytes) : bytes
      var verifier = ReflectiveVerifier(
        schema: schema, bytes: RecordBytes(bytes: bytes), options: options, depthLeft: options.maxDepth,
        tablesLeft: options.maxTables, elementsLeft: options.elementBudget(for: bytes.count),
        orders: FieldOrders())
      let root = try verifier.root(at: start)
      if requireIdentifier, let identifier = schema.fileIdentifier {
        let found = (0..<4).map { verifier.bytes.load(start + 4 + $0, as: UInt8.self) }
        if !found.elementsEqual(identifier.utf8.map { $0 }) {
          throw .found(.identifier(expected: identifier))
        }
      }
      try verifier.table(table, try verifier.enter(root))
      return DynamicTable(
        context: RecordContext(schema: schema, bytes: bytes), index: table, position: root)
    } catch {
      throw error.inside(schema.objects[table].name.name)
    }
  }

  /// The bytes as far as their size prefix reaches, the prefix included.
  private static func unprefixed(_ bytes: SharedBytes) throws(VerificationError) -> SharedBytes {
    guard let size = RecordBytes(bytes: bytes).load(0, as: UInt32.self) else {
      throw .found(.tooSmall(count: bytes.count))
    }
    guard Int(size) <= bytes.count - 4 else { throw .found(.outOfRange(offset: 4, size: Int(size))) }
    return bytes.slice(0..<(4 + Int(size)))
  }
}
