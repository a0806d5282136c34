public import FlatBuffersRuntime
public import SharedBytes

/// A table that is read by its schema at run time.
///
/// Every read is checked against the bounds of the bytes; what does not lie within them is `nil`.
public struct DynamicTable: Sendable {
  let context: RecordContext
  let index: Int
  let position: Int

  init(context: RecordContext, index: Int, position: Int) {
    self.context = context
    self.index = index
    self.position = position
  }

  /// The root table of a record, verified first.
  ///
  /// - Parameters:
  ///   - bytes: the record.
  ///   - table: the index of the root's table in `schema.objects`.
  ///   - schema: the schema of the record.
  ///   - isSizePrefixed: whether four bytes with the record's size come first.
  /// - Throws: ``FlatBuffersRuntime/VerificationError`` with the path to what is wrong.
  public init(
    verifying bytes: SharedBytes, as table: Int, of schema: Schema, isSizePrefixed: Bool = false,
    options: Verifier.Options = Verifier.Options()
  ) throws(VerificationError) {
    self = try ReflectiveVerifier.verify(
      bytes, as: table, of: schema, isSizePrefixed: isSizePrefixed, options: options)
  }

  /// The table's definition.
  public var definition: ObjectDefinition { context.schema.objects[index] }

  /// The schema the table is read by.
  public var schema: Schema { context.schema }

  /// The value of the field with this name, its default where it is absent; `nil` if it has none, or there is no field of
  /// that name.
  public subscript(_ name: String) -> DynamicValue? {
    definition.field(named: name).flatMap { value(of: $0) }
  }

  /// The value of a field of this table, its default where it is absent; `nil` if it has none.
  package func value(of field: FieldDefinition) -> DynamicValue? { self[field] ?? fallback(of: field) }

  private func fallback(of field: FieldDefinition) -> DynamicValue? {
    switch field.defaultValue {
    case .integer(let value) where field.type == .single(.scalar(.bool)): .bool(value != 0)
    case .integer(let value): .integer(value)
    case .real(let value): .real(value)
    case .string(let text): .string(SharedBytes(Array(text.utf8)))
    case .none, .null, .emptyVector: nil
    }
  }

  /// Whether the field is stored.
  public func contains(_ field: FieldDefinition) -> Bool { place(of: field) != nil }

  /// The stored value of a field of this table; `nil` if it is absent, whatever its default.
  public subscript(_ field: FieldDefinition) -> DynamicValue? {
    guard let place = place(of: field) else { return nil }
    switch field.type {
    case .single(.union(let union)):
      guard let tagPlace = tagPlace(of: field),
        case .integer(let tag)? = context.value(.unionTag(union), inPlaceAt: tagPlace)
      else { return nil }
      return context.member(of: union, tag: tag, offsetAt: place)
    case .single(.string) where field.isOffset64:
      return context.bytes.target64(at: place).flatMap { context.string(at: $0) }.map { .string($0) }
    case .single(let element):
      return context.value(element, inPlaceAt: place)
    case .vector(let element):
      return vector(of: element, field, at: place)
    case .array:
      return nil
    }
  }

  /// The root table within the bytes of a `nested_flatbuffer` field.
  public func nestedRoot(_ field: FieldDefinition) -> DynamicTable? {
    guard let table = field.nestedTable, let bytes = vectorBytes(field) else { return nil }
    let inner = RecordContext(schema: context.schema, bytes: bytes)
    return inner.bytes.target(at: 0).map { DynamicTable(context: inner, index: table, position: $0) }
  }

  /// The bytes of a vector of scalars or structs.
  func vectorBytes(_ field: FieldDefinition) -> SharedBytes? {
    guard case .vector(let vector)? = self[field] else { return nil }
    return vector.bytes
  }

  private func vector(of element: ElementType, _ field: FieldDefinition, at place: Int) -> DynamicValue? {
    let target = field.isOffset64 ? context.bytes.target64(at: place) : context.bytes.target(at: place)
    guard let target else { return nil }
    let width = field.isVector64 ? 8 : 4
    guard let count = context.bytes.unsigned(target, size: width) else { return nil }
    var tags: Int?
    if case .union(let union) = element {
      guard let target = tagPlace(of: field).flatMap({ context.bytes.target(at: $0) }),
        context.bytes.unsigned(target, size: 4) == count,
        let vector = DynamicVector(
          context: context, element: .unionTag(union), start: target + 4, count: Int(clamping: count),
          tags: nil)
      else { return nil }
      tags = vector.start
    }
    return DynamicVector(
      context: context, element: element, start: target + width, count: Int(clamping: count), tags: tags
    ).map { .vector($0) }
  }

  /// How many fields the table's vtable has room for.
  var slotCount: Int { max(0, (vtable?.size ?? 0) - TableLayout.vtableOffset(slot: 0)) / 2 }

  /// Whether a value is stored in a slot, whatever field it is of.
  func isFilled(slot: Int) -> Bool { place(at: TableLayout.vtableOffset(slot: slot)) != nil }

  private func place(of field: FieldDefinition) -> Int? { place(at: field.offset) }

  /// Where the tag of a union or the offset of its tags is: the hidden field's slot is the one before.
  private func tagPlace(of field: FieldDefinition) -> Int? { place(at: field.offset - 2) }

  /// - Parameter entry: where in the vtable the field's entry is.
  private func place(at entry: Int) -> Int? {
    guard let vtable, entry + 2 <= vtable.size,
      let offset = context.bytes.load(vtable.position + entry, as: UInt16.self), offset != 0
    else { return nil }
    return position + Int(offset)
  }

  private var vtable: (position: Int, size: Int)? {
    guard let distance = context.bytes.load(position, as: Int32.self) else { return nil }
    let vtable = position - Int(distance)
    return context.bytes.load(vtable, as: UInt16.self).map { (vtable, Int($0)) }
  }
}
