extension RecordWriter {
  /// The number a value stands for in a field of a scalar type.
  func scalar(
    _ value: JSONValue, _ element: ElementType, of field: FieldDefinition?
  ) throws(Diagnostic) -> JSONScalar {
    guard let type = schema.storage(of: element) else { throw wrong(value, "another value") }
    guard let range = type.integerRange else { return .real(try real(value, type)) }
    let enumeration: Int? =
      switch element {
      case .enumeration(let index), .unionTag(let index): index
      default: nil
      }
    if let function = field?.attributes.string("hash"), let text = value.hashedText,
      let hash = NameHash.hash(text, function)
    {
      return .integer(type.isSigned ? Self.signed(hash, size: type.size) : Int128(hash))
    }
    let number = integer(value, type, enumeration)
    if let number, type == .bool, 0...255 ~= number, !options.isTyped {
      return .integer(number == 0 ? 0 : 1)
    }
    guard let number, range.contains(number), !(options.isTyped && type == .bool && value.isNumber) else {
      if let enumeration {
        throw wrong(value, "a member of '\(schema.enums[enumeration].name)'", hint: names(of: enumeration))
      }
      throw wrong(
        value, type == .bool ? "true or false" : "an integer from \(range.lowerBound) to \(range.upperBound)")
    }
    return .integer(number)
  }

  private static func signed(_ hash: UInt64, size: Int) -> Int128 {
    switch size {
    case 1: Int128(Int8(truncatingIfNeeded: hash))
    case 2: Int128(Int16(truncatingIfNeeded: hash))
    case 4: Int128(Int32(truncatingIfNeeded: hash))
    default: Int128(Int64(truncatingIfNeeded: hash))
    }
  }

  private func names(of enumeration: Int) -> String? {
    let names = schema.enums[enumeration].members.prefix(8).map(\.name)
    return names.isEmpty ? nil : "its members: \(names.joined(separator: ", "))"
  }

  private func real(_ value: JSONValue, _ type: ScalarType) throws(Diagnostic) -> Double {
    guard let number = value.real else { throw wrong(value, "a number") }
    let stored = type == .float ? Double(Float(number)) : number
    // From JSON it is infinite if it is too large for the type, as the reference has it.
    guard options.isTyped else { return stored }
    switch value.kind {
    // What some notations have no number for.
    case .string("nan"), .string("inf"), .string("-inf"): return stored
    case .string: throw wrong(value, "a number")
    default:
      guard stored.isFinite == number.isFinite else { throw wrong(value, "a number within a float's range") }
      return stored
    }
  }

  private func integer(_ value: JSONValue, _ type: ScalarType, _ enumeration: Int?) -> Int128? {
    switch value.kind {
    case .integer(let text): return Numeral.integer(text)
    case .word("true") where type == .bool: return 1
    case .word("false") where type == .bool: return 0
    case .word(let text): return members(text, enumeration)
    case .string(let text) where options.isTyped: return enumeration == nil ? nil : members(text, enumeration)
    case .string("true") where type == .bool: return 1
    case .string("false") where type == .bool: return 0
    case .string(let text): return Numeral.integer(Numeral.trimmed(text)) ?? members(text, enumeration)
    case .object, .array, .real, .call, .bytes: return nil
    }
  }

  /// The value of names separated by spaces, with or without the name of their enum, which a field of a
  /// plain integer needs.
  private func members(_ text: String, _ enumeration: Int?) -> Int128? {
    var sum: Int128 = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let parts = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
      let qualifier = parts.dropLast().joined(separator: ".")
      guard let definition = parts.count == 1 ? enumeration : index(of: qualifier, enumeration),
        let member = parts.last, let number = memberValues[definition][member]
      else { return nil }
      sum |= number
    }
    return sum
  }

  /// The enum with this name; the one of the field, if that could be meant.
  private func index(of name: String, _ enumeration: Int?) -> Int? {
    guard Lexer.isDottedName(name) else { return nil }
    func matches(_ index: Int) -> Bool {
      schema.enums[index].name.description == name || schema.enums[index].name.name == name
    }
    if let enumeration, matches(enumeration) { return enumeration }
    return schema.enums.indices.first { schema.enums[$0].name.description == name }
      ?? schema.enums.indices.first(where: matches)
  }
}
