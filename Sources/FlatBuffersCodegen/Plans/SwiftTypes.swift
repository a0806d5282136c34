internal import FlatBuffersReflection

/// The Swift types and values of a schema's.
struct SwiftTypes {
  let schema: Schema
  let names: TypeNames

  /// The Swift type of a scalar.
  func swiftType(_ scalar: ScalarType) -> String {
    switch scalar {
    case .bool: "\(Library.swift)Bool"
    case .byte: "\(Library.swift)Int8"
    case .ubyte: "\(Library.swift)UInt8"
    case .short: "\(Library.swift)Int16"
    case .ushort: "\(Library.swift)UInt16"
    case .int: "\(Library.swift)Int32"
    case .uint: "\(Library.swift)UInt32"
    case .long: "\(Library.swift)Int64"
    case .ulong: "\(Library.swift)UInt64"
    case .float: "\(Library.swift)Float"
    case .double: "\(Library.swift)Double"
    }
  }

  /// The Swift type of an element, as a view has it.
  func swiftType(_ type: ElementType) -> String {
    switch type {
    case .scalar(let scalar): swiftType(scalar)
    case .string: "\(Library.runtime)StringView"
    case .structure(let index), .table(let index): names.objects[index]
    case .enumeration(let index), .union(let index): names.enums[index]
    case .unionTag(let index): swiftType(schema.enums[index].underlyingType)
    }
  }

  /// The Swift type of a struct's field.
  func swiftType(_ type: FieldType) -> String {
    guard case .array(let element, let count) = type else { return swiftType(type.element) }
    return "\(Library.runtime)FixedArray<\(count), \(swiftType(element))>"
  }

  /// The Swift type of an element, as a draft has it.
  func draftType(_ type: ElementType) -> String {
    switch type {
    case .string: "\(Library.swift)String"
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
