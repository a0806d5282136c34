internal import FlatBuffersRuntime
internal import SharedBytes

/// What all parts of one record refer to.
final class RecordContext: Sendable {
  let schema: Schema
  let bytes: RecordBytes

  init(schema: Schema, bytes: SharedBytes) {
    self.schema = schema
    self.bytes = RecordBytes(bytes: bytes)
  }

  /// The element of a type at a position, which offsets refer to unless it is stored in place.
  func value(_ element: ElementType, inPlaceAt position: Int) -> DynamicValue? {
    if let scalar = schema.storage(of: element) { return bytes.scalar(scalar, at: position) }
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
