internal import FlatBuffersReflection

extension FileGenerator {
  static func literal(_ number: Int128) -> String { SwiftLiteral.integer(number) }

  static func literal(_ text: String) -> String { SwiftLiteral.text(text) }

  /// The schema's fingerprint as an expression.
  var fingerprintLiteral: String { SwiftLiteral.fingerprint(schema.fingerprint) }
}
