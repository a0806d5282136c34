internal import FlatBuffersReflection

/// The Swift types and values of a schema's.
extension FileGenerator {
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
      return Self.literal(number)
    case (.real(let number), let type):
      return Self.literal(number, isFloat: type == .scalar(.float))
    case (.string(let text), _):
      return Self.literal(text)
    default:
      return "nil"
    }
  }

  private func enumExpression(_ number: Int128, _ index: Int) -> String {
    let definition = schema.enums[index]
    guard let member = definition.members.firstIndex(where: { $0.value == number }) else {
      return "\(names.enums[index])(rawValue: \(Self.literal(number)))"
    }
    return "." + memberNames(of: definition)[member]
  }

  /// An integer; its digits in groups if they are many.
  static func literal(_ number: Int128) -> String {
    let digits = "\(number.magnitude)"
    return (number < 0 ? "-" : "") + (digits.count > 6 ? grouped(digits, by: 3) : digits)
  }

  /// The schema's fingerprint as an expression.
  var fingerprintLiteral: String {
    let digits = String(schema.fingerprint, radix: 16)
    return "0x" + (digits.count > 7 ? Self.grouped(digits, by: 4) : digits)
  }

  private static func grouped(_ digits: String, by count: Int) -> String {
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % count == 0 { text += "_" }
      text.append(digit)
    }
    return text
  }

  private static func literal(_ number: Double, isFloat: Bool) -> String {
    // Converting first: what a Float cannot hold has to become infinite or less precise here already.
    let number = isFloat ? Double(Float(number)) : number
    if number.isNaN { return ".nan" }
    if number.isInfinite { return number < 0 ? "-.infinity" : ".infinity" }
    if let whole = Int32(exactly: number), number.sign == .plus || whole != 0 { return "\(whole)" }
    return isFloat ? "\(Float(number))" : "\(number)"
  }

  /// A string literal.
  static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\r": literal += "\\r"
      case "\t": literal += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        literal += "\\u{\(String(scalar.value, radix: 16))}"
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
