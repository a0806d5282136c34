internal import FlatBuffersReflection

/// The Swift types and values of a schema's.
struct SwiftTypes {
  let schema: Schema
  let names: TypeNames

  /// The Swift type of a scalar.
  func swiftType(_ scalar: ScalarType) -> String {
    switch scalar {
    case .bool: "Bool"
    case .byte: "Int8"
    case .ubyte: "UInt8"
    case .short: "Int16"
    case .ushort: "UInt16"
    case .int: "Int32"
    case .uint: "UInt32"
    case .long: "Int64"
    case .ulong: "UInt64"
    case .float: "Float"
    case .double: "Double"
    }
  }

  /// The Swift type of an element, as a view has it.
  func swiftType(_ type: ElementType) -> String {
    switch type {
    case .scalar(let scalar): swiftType(scalar)
    case .string: "StringView"
    case .structure(let index), .table(let index): names.objects[index]
    case .enumeration(let index), .union(let index): names.enums[index]
    case .unionTag(let index): swiftType(schema.enums[index].underlyingType)
    }
  }

  /// The Swift type of a struct's field.
  func swiftType(_ type: FieldType) -> String {
    guard case .array(let element, let count) = type else { return swiftType(type.element) }
    return "FixedArray<\(count), \(swiftType(element))>"
  }

  /// The Swift type of an element, as a draft has it.
  func draftType(_ type: ElementType) -> String {
    switch type {
    case .string: "String"
    case .table, .union: swiftType(type) + ".Draft"
    default: swiftType(type)
    }
  }

  /// A default value as a Swift expression of the field's type.
  func expression(_ value: DefaultValue, of type: ElementType) -> String {
    switch (value, type) {
    case (.integer(let number), .scalar(.bool)):
      return number == 0 ? "false" : "true"
    case (.integer(let number), .enumeration(let index)):
      return enumExpression(number, index)
    case (.integer(let number), _):
      return SwiftLiteral.integer(number)
    case (.real(let number), let type):
      return SwiftLiteral.real(number, isFloat: type == .scalar(.float))
    case (.string(let text), _):
      return SwiftLiteral.text(text)
    default:
      return "nil"
    }
  }

  private func enumExpression(_ number: Int128, _ index: Int) -> String {
    let definition = schema.enums[index]
    guard let member = definition.members.firstIndex(where: { $0.value == number }) else {
      return "\(names.enums[index])(rawValue: \(SwiftLiteral.integer(number)))"
    }
    return "." + definition.swiftMemberNames[member]
  }
}
