internal import FlatBuffersReflection

/// Values as JavaScript spells them.
package enum JavaScriptLiteral {
  /// An integer: of 64 bits a BigInt.
  static func integer(_ number: Int128, _ type: ScalarType) -> String {
    if type == .bool { return number == 0 ? "false" : "true" }
    if type.isFloatingPoint { return "\(number)" }
    return type.size == 8 ? "\(number)n" : "\(number)"
  }

  /// A floating-point number.
  static func real(_ number: Double, _ type: ScalarType) -> String {
    // What the record holds: a float has fewer digits than its literal.
    let number = type == .float ? Double(Float(number)) : number
    if number.isNaN { return "NaN" }
    if number.isInfinite { return number < 0 ? "-Infinity" : "Infinity" }
    if let whole = Int32(exactly: number), number.sign == .plus || whole != 0 { return "\(whole)" }
    return "\(number)"
  }

  /// A string, whose escapes are those of Swift.
  package static func text(_ text: String) -> String { SwiftLiteral.text(text) }

  /// A name before a colon. `__proto__` would not be a name like others there.
  static func key(_ name: String) -> String { name == "__proto__" ? "[\"__proto__\"]" : name }
}
