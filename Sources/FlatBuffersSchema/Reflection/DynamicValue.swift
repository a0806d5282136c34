internal import FlatBuffersRuntime
public import SharedBytes

/// A value of a record that is read by its schema at run time.
public enum DynamicValue: Sendable {
  case bool(Bool)
  /// An integer, or the value of an enum or of a union's tag.
  case integer(Int128)
  /// A `float` or `double`.
  case real(Double)
  /// The bytes of a string: UTF-8, unless its writer erred.
  case string(SharedBytes)
  case table(DynamicTable)
  case structure(DynamicStruct)
  case vector(DynamicVector)
  /// A union's member that the schema does not know; its type is the tag's value.
  case unknownMember(tag: Int128)
}

extension DynamicValue {
  /// The text of a string; bytes that are not UTF-8 are replaced by U+FFFD.
  public var text: String? {
    if case .string(let bytes) = self { String(decoding: [UInt8](bytes), as: UTF8.self) } else { nil }
  }
}

/// What all parts of one record refer to.
final class RecordContext: Sendable {
  let schema: Schema
  let bytes: RecordBytes

  init(schema: Schema, bytes: SharedBytes) {
    self.schema = schema
    self.bytes = RecordBytes(bytes: bytes)
  }

  /// The scalar that is stored for an element; `nil` if it is no scalar.
  func storage(of element: ElementType) -> ScalarType? { schema.storage(of: element) }

  /// The element of a type at a position, which offsets refer to unless it is stored in place.
  func value(_ element: ElementType, inPlaceAt position: Int) -> DynamicValue? {
    if let scalar = storage(of: element) { return bytes.scalar(scalar, at: position) }
    if case .structure(let index) = element {
      return .structure(DynamicStruct(context: self, index: index, position: position))
    }
    return bytes.target(at: position).flatMap { value(element, at: $0) }
  }

  /// The string, table or struct at a position.
  func value(_ element: ElementType, at position: Int) -> DynamicValue? {
    switch element {
    case .string: string(at: position).map { .string($0) }
    case .table(let index): .table(DynamicTable(context: self, index: index, position: position))
    case .structure(let index): .structure(DynamicStruct(context: self, index: index, position: position))
    default: nil
    }
  }

  func string(at position: Int) -> SharedBytes? {
    bytes.load(position, as: UInt32.self).flatMap { bytes.slice(at: position + 4, count: Int($0)) }
  }

  /// The member of a union with a tag; `nil` if there is none.
  func member(of union: Int, tag: Int128, offsetAt position: Int) -> DynamicValue? {
    guard tag != 0, let target = bytes.target(at: position) else { return nil }
    guard let type = schema.enums[union].member(tag)?.type else { return .unknownMember(tag: tag) }
    return value(type, at: target)
  }
}

extension Schema {
  /// The scalar that is stored for an element; `nil` if it is no scalar.
  func storage(of element: ElementType) -> ScalarType? {
    switch element {
    case .scalar(let scalar): scalar
    case .enumeration(let index), .unionTag(let index): enums[index].underlyingType
    default: nil
    }
  }

  /// The bytes an element takes in a vector, and their alignment.
  func inlineLayout(of element: ElementType) -> (size: Int, alignment: Int) {
    if let scalar = storage(of: element) { return (scalar.size, scalar.size) }
    if case .structure(let index) = element { return (objects[index].size, objects[index].alignment) }
    return (4, 4)
  }
}

extension EnumDefinition {
  /// The member of a value.
  func member(_ value: Int128) -> Member? {
    // Members are sorted by value.
    var low = 0
    var high = members.count
    while low < high {
      let middle = (low + high) / 2
      if members[middle].value < value { low = middle + 1 } else { high = middle }
    }
    return low < members.count && members[low].value == value ? members[low] : nil
  }
}
