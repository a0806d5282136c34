internal import FlatBuffersReflection

extension Resolver {
  /// The default value of a field; `nil` after reporting one that doesn't fit its type.
  mutating func defaultValue(of field: FieldSyntax, type: FieldType, isStruct: Bool) -> DefaultValue? {
    if isStruct { return structDefault(of: field, type: type) }
    switch type {
    case .single(.scalar(let scalar)):
      return scalarDefault(field.defaultValue, scalar)
    case .single(.enumeration(let index)):
      return enumDefault(field.defaultValue, index, of: field)
    case .single(.string):
      guard let value = field.defaultValue else { return DefaultValue.none }
      guard case .string(let text) = value.kind else { return wrong(value, "a string in quotes") }
      return .string(text)
    case .vector:
      guard let value = field.defaultValue else { return DefaultValue.none }
      guard value.kind == .emptyVector else {
        return wrong(value, "'[]', the only default a vector can have")
      }
      return .emptyVector
    case .single, .array:
      guard let value = field.defaultValue else { return DefaultValue.none }
      return wrong(value, "no default value for a field of this type")
    }
  }

  /// Zero is what the reference compiler lets pass: it is the value that is meant anyway.
  private mutating func structDefault(of field: FieldSyntax, type: FieldType) -> DefaultValue? {
    guard !enumZeroIsMissing(field, type) else { return nil }
    guard let value = field.defaultValue else { return DefaultValue.none }
    let isZero: Bool
    switch type {
    case .single(.scalar(let scalar)) where !scalar.isFloatingPoint:
      guard let number = scalarDefault(value, scalar) else { return nil }
      isZero = number == .integer(0)
    case .single(.enumeration(let index)):
      guard let number = enumDefault(value, index, of: field) else { return nil }
      isZero = number == .integer(0)
    case .single(.scalar):
      isZero = value.kind == .integer("0")
    default:
      isZero = false
    }
    if isZero { return DefaultValue.none }
    log.error(
      "found a default value in a struct, expected none: a struct's fields are always there",
      at: value.location)
    return nil
  }

  /// Reports a default that is not what is expected.
  mutating func wrong(_ value: ValueSyntax, _ expected: String, hint: String? = nil) -> DefaultValue? {
    log.error("found \(value.kind), expected \(expected)", at: value.location, hint: hint)
    return nil
  }

  // MARK: - Enums

  private mutating func enumZeroIsMissing(_ field: FieldSyntax, _ type: FieldType) -> Bool {
    guard case .enumeration(let index) = type.element, schema.enums.indices.contains(index) else {
      return false
    }
    let definition = schema.enums[index]
    guard !definition.isBitFlags, definition.member(0) == nil else { return false }
    log.error(
      "found a field of the enum '\(definition.name)' in a struct, expected the enum to have a member with the value 0",
      at: field.type.name.location)
    return true
  }

  private mutating func enumDefault(_ value: ValueSyntax?, _ index: Int, of field: FieldSyntax)
    -> DefaultValue?
  {
    guard schema.enums.indices.contains(index) else { return nil }
    let definition = schema.enums[index]
    guard let value else {
      guard definition.accepts(0) else {
        log.error(
          "found the default 0 for '\(field.name.text)', expected a member of the enum '\(definition.name)'",
          at: field.name.location, hint: "write the default: '= \(definition.members.first?.name ?? "…")'")
        return nil
      }
      return .integer(0)
    }
    switch value.kind {
    case .word("null"):
      guard memberValues[index]["null"] == nil else {
        return wrong(value, "another default: 'null' is also a member of the enum '\(definition.name)'")
      }
      return .null
    case .word(let word):
      guard let number = memberValues[index][word] else {
        return wrong(value, "a member of the enum '\(definition.name)'")
      }
      return .integer(number)
    case .string(let text):
      if let number = Numeral.integer(Numeral.trimmed(text)) { return enumDefault(number, definition, value) }
      return enumDefault(naming: text, index, value)
    case .integer(let text):
      guard let number = Numeral.integer(text) else { return wrong(value, "an integer of at most 64 bits") }
      return enumDefault(number, definition, value)
    default:
      return wrong(value, "a member of the enum '\(definition.name)'")
    }
  }

  private mutating func enumDefault(
    _ number: Int128, _ definition: EnumDefinition, _ value: ValueSyntax
  ) -> DefaultValue? {
    guard definition.underlyingType.integerRange?.contains(number) ?? false, definition.accepts(number) else {
      return wrong(value, "a member of the enum '\(definition.name)'")
    }
    return .integer(number)
  }

  /// One member, or for flags several separated by spaces; only fields of other types need the enum's name.
  private mutating func enumDefault(
    naming text: String, _ index: Int, _ value: ValueSyntax
  ) -> DefaultValue? {
    let definition = schema.enums[index]
    var sum: Int128 = 0
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count == 1 || definition.isBitFlags else {
      return wrong(value, "a member of the enum '\(definition.name)'")
    }
    for word in words {
      guard let number = memberValues[index][String(word)] else {
        return wrong(value, "a member of the enum '\(definition.name)'")
      }
      sum |= number
    }
    return .integer(sum)
  }
}

extension EnumDefinition {
  /// Whether a field without a value of its own may have this one.
  fileprivate func accepts(_ value: Int128) -> Bool { isBitFlags || member(value) != nil }
}

extension ValueSyntax.Kind: CustomStringConvertible {
  /// The value as a diagnostic names it.
  package var description: String {
    switch self {
    case .integer(let text), .float(let text), .word(let text): "'\(text)'"
    case .string(let text): "the string \"\(text)\""
    case .call(let function, _): "a call of '\(function)'"
    case .emptyVector: "'[]'"
    }
  }
}
