internal import FlatBuffersReflection

/// The default values of scalar fields.
extension Resolver {
  mutating func scalarDefault(
    _ value: ValueSyntax?, _ type: ScalarType
  ) -> DefaultValue? {
    guard let value else { return type.isFloatingPoint ? .real(0) : .integer(0) }
    if value.kind == .word("null") { return .null }
    return type.isFloatingPoint ? realDefault(value) : integerDefault(value, type)
  }

  // MARK: - Integers

  private mutating func integerDefault(
    _ value: ValueSyntax, _ type: ScalarType
  ) -> DefaultValue? {
    guard let range = type.defaultRange else { return nil }
    let expected =
      type == .bool ? "'true', 'false', 0 or 1" : "an integer from \(range.lowerBound) to \(range.upperBound)"
    let number: Int128?
    switch value.kind {
    case .integer(let text):
      number = Numeral.integer(text)
    case .word("true") where type == .bool, .string("true") where type == .bool:
      number = 1
    case .word("false") where type == .bool, .string("false") where type == .bool:
      number = 0
    case .string(let text):
      number = Numeral.integer(Numeral.trimmed(text)) ?? qualifiedMembers(text)
    case .word(let word) where type != .bool:
      return wrong(
        value, expected, hint: "name the member of an enum with its enum, in quotes: \"Enum.\(word)\"")
    default:
      number = nil
    }
    guard let number, range.contains(number) else { return wrong(value, expected) }
    return .integer(number)
  }

  /// The value of `Enum.Member`, or of several of them separated by spaces.
  private func qualifiedMembers(_ text: String) -> Int128? {
    var sum: Int128 = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      guard let number = qualifiedMember(word) else { return nil }
      sum |= number
    }
    return sum
  }

  private func qualifiedMember(_ text: Substring) -> Int128? {
    guard let dot = text.lastIndex(of: ".") else { return nil }
    let name = String(text[..<dot])
    guard
      let symbol = symbols.find(name, from: currentNamespace, at: symbols.resolvedCount),
      symbol.kind == .enumeration, schema.enums.indices.contains(symbol.index)
    else { return nil }
    return memberValues[symbol.index][String(text[text.index(after: dot)...])]
  }

  // MARK: - Floating point

  private mutating func realDefault(_ value: ValueSyntax) -> DefaultValue? {
    if case .call(let function, _) = value.kind, Numeral.functions[function] == nil {
      return wrong(value, "one of the functions \(Numeral.functions.keys.sorted().joined(separator: ", "))")
    }
    guard let number = Self.real(value) else {
      return wrong(value, "a decimal number, a hexadecimal one with its exponent, 'inf' or 'nan'")
    }
    return .real(number)
  }

  private static func real(_ value: ValueSyntax) -> Double? {
    switch value.kind {
    case .integer(let text), .float(let text), .word(let text): Numeral.real(text)
    case .string(let text): Numeral.real(Numeral.trimmed(text))
    case .call(let function, let argument):
      // The parser has limited how deeply calls are nested.
      if let apply = Numeral.functions[function] { real(argument).map { rounded(apply($0)) } } else { nil }
    case .emptyVector: nil
    }
  }

  /// To twelve decimals, as the reference compiler takes the value of a function: defaults have to be the same
  /// number for every compiler of a schema.
  private static func rounded(_ number: Double) -> Double {
    abs(number) < 1000 ? (number * 1e12).rounded() / 1e12 : number
  }
}
