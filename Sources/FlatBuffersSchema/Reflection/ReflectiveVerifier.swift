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
    let start = isSizePrefixed ? 4 : 0
    let bytes = isSizePrefixed ? try unprefixed(bytes) : bytes
    var verifier = ReflectiveVerifier(
      schema: schema, bytes: RecordBytes(bytes: bytes), options: options, depthLeft: options.maxDepth,
      tablesLeft: options.maxTables, elementsLeft: options.maxTables + bytes.count / 4,
      orders: FieldOrders())
    let root = try verifier.root(at: start)
    if requireIdentifier, let identifier = schema.fileIdentifier {
      let found = (0..<4).map { verifier.bytes.load(start + 4 + $0, as: UInt8.self) }
      if !found.elementsEqual(identifier.utf8.map { $0 }) { throw .found(.identifier(expected: identifier)) }
    }
    do throws(VerificationError) {
      try verifier.table(table, try verifier.enter(root))
    } catch {
      throw error.inside(schema.objects[table].name.name)
    }
    return DynamicTable(
      context: RecordContext(schema: schema, bytes: bytes), index: table, position: root)
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

// MARK: - Ranges

extension ReflectiveVerifier {
  func load<T: FixedWidthInteger & BitwiseCopyable>(
    _ position: Int, as type: T.Type, alignment: Int = MemoryLayout<T>.size
  ) throws(VerificationError) -> T {
    try check(position, size: MemoryLayout<T>.size, alignment: alignment)
    guard let value = bytes.load(position, as: type) else {
      throw .found(.outOfRange(offset: position, size: MemoryLayout<T>.size))
    }
    return value
  }

  func check(_ position: Int, size: Int, alignment: Int) throws(VerificationError) {
    if position < 0 || size < 0 || size > bytes.count || position > bytes.count - size {
      throw .found(.outOfRange(offset: position, size: size))
    }
    if position & (alignment - 1) != 0 {
      throw .found(.misaligned(offset: position, alignment: alignment))
    }
  }

  func follow(_ position: Int) throws(VerificationError) -> Int {
    let offset = try load(position, as: UInt32.self)
    if offset == 0 || offset > UInt32(Int32.max) || Int(offset) >= bytes.count - position {
      throw .found(.offset(offset))
    }
    return position + Int(offset)
  }

  func follow64(_ position: Int) throws(VerificationError) -> Int {
    let offset = try load(position, as: UInt64.self)
    if offset == 0 || offset >= UInt64(bytes.count - position) {
      throw .found(.offset(UInt32(clamping: offset)))
    }
    return position + Int(offset)
  }

  func root(at start: Int) throws(VerificationError) -> Int {
    if bytes.count < 12 + start { throw .found(.tooSmall(count: bytes.count)) }
    if bytes.count > Int(Int32.max) { throw .found(.tooLarge(count: bytes.count)) }
    return try follow(start)
  }

  mutating func enter(_ position: Int) throws(VerificationError) -> Table {
    let vtable = position - Int(try load(position, as: Int32.self))
    try check(vtable, size: 4, alignment: 2)
    let vtableSize = Int(try load(vtable, as: UInt16.self))
    if vtableSize < 4 || vtableSize & 1 != 0 { throw .found(.vtable(size: vtableSize)) }
    try check(vtable, size: vtableSize, alignment: 2)
    let tableSize = Int(try load(vtable + 2, as: UInt16.self))
    if tableSize < 4 { throw .found(.vtable(size: tableSize)) }
    try check(position, size: tableSize, alignment: 4)
    tablesLeft -= 1
    if tablesLeft < 0 { throw .found(.tooManyTables(limit: options.maxTables)) }
    return Table(position: position, vtable: vtable, vtableSize: vtableSize)
  }

  /// Where the field with an id is; `nil` if it is absent.
  func place(_ id: Int, _ table: Table) throws(VerificationError) -> Int? {
    let entry = TableLayout.vtableOffset(slot: id)
    guard entry + 2 <= table.vtableSize else { return nil }
    let offset = Int(try load(table.vtable + entry, as: UInt16.self))
    return offset == 0 ? nil : table.position + offset
  }

  /// The start of a vector's elements and their count.
  mutating func elements(
    _ position: Int, size: Int, alignment: Int, isCount64: Bool = false
  ) throws(VerificationError) -> (start: Int, count: Int) {
    let width = isCount64 ? 8 : 4
    let count =
      isCount64 ? try load(position, as: UInt64.self) : UInt64(try load(position, as: UInt32.self))
    guard count <= UInt64(bytes.count) else {
      throw .found(.outOfRange(offset: position + width, size: Int(clamping: count)))
    }
    let total = Int(count).multipliedReportingOverflow(by: size)
    if total.overflow { throw .found(.outOfRange(offset: position + width, size: Int.max)) }
    // Writers do not align what is not there.
    try check(position + width, size: total.partialValue, alignment: count == 0 ? 1 : alignment)
    try spend(total.partialValue / 64)
    return (position + width, Int(count))
  }

  mutating func spend(_ count: Int) throws(VerificationError) {
    elementsLeft -= count
    if elementsLeft < 0 { throw .found(.tooManyElements) }
  }

  mutating func string(_ position: Int) throws(VerificationError) {
    let (start, count) = try elements(position, size: 1, alignment: 1)
    try check(start, size: count + 1, alignment: 1)
    if try load(start + count, as: UInt8.self) != 0 { throw .found(.unterminated) }
  }
}
