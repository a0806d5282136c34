/// A number a scalar field is given.
enum JSONScalar: Equatable {
  case integer(Int128)
  case real(Double)

  /// The bytes it is stored as.
  func store(as type: ScalarType, to bytes: inout [UInt8]) {
    let bits: UInt64
    switch self {
    case .integer(let number): bits = UInt64(truncatingIfNeeded: number)
    case .real(let number): bits = type == .float ? UInt64(Float(number).bitPattern) : number.bitPattern
    }
    for index in 0..<type.size { bytes.append(UInt8(truncatingIfNeeded: bits >> UInt64(index * 8))) }
  }
}

extension Schema {
  /// The number of an absent scalar field, 0 if the field is optional; `nil` for what is no scalar.
  func defaultScalar(of field: FieldDefinition) -> JSONScalar? {
    guard let type = storage(of: field.type.element) else { return nil }
    switch field.defaultValue {
    case .integer(let number): return .integer(number)
    case .real(let number): return .real(type == .float ? Double(Float(number)) : number)
    default: return type.isFloatingPoint ? .real(0) : .integer(0)
    }
  }
}

extension JSONValue {
  /// The text a field with a hash function is given, with or without quotes; `nil` if it is none.
  var hashedText: String? {
    switch kind {
    case .string(let text): text
    case .word(let text) where text.utf8.allSatisfy(Lexer.isIdentifierPart): text
    default: nil
    }
  }

  /// The value of a number, of a string or word that is one, or of a function; `nil` if it is none.
  var real: Double? {
    switch kind {
    case .integer(let text), .real(let text), .word(let text): Numeral.real(text)
    case .string(let text): Numeral.real(Numeral.trimmed(text))
    case .call(let function, let argument):
      // The parser has limited how deeply calls are nested.
      if let apply = Numeral.functions[function] { argument.real.map(apply) } else { nil }
    case .object, .array, .bytes: nil
    }
  }
}
