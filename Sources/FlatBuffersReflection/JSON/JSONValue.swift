/// A JSON value as it was written, before a schema says what it means.
package struct JSONValue {
  package struct Member {
    package let name: String
    let location: SourceLocation
    package let value: JSONValue
  }

  package indirect enum Kind {
    case object([Member])
    case array([JSONValue])
    case string(String)
    /// A decimal or hexadecimal integer.
    case integer(String)
    case real(String)
    /// A word without quotes, such as `true`, `null`, `-inf` or `Color.Red`.
    case word(String)
    /// A function of a number, such as `sin(1)`.
    case call(String, JSONValue)
  }

  package let kind: Kind
  package let location: SourceLocation

  var isNull: Bool { if case .word("null") = kind { true } else { false } }
}

extension JSONValue: CustomStringConvertible {
  /// The value as a diagnostic names it.
  package var description: String {
    switch kind {
    case .object: "an object"
    case .array: "an array"
    case .string(let text): "the string \"\(text)\""
    case .integer(let text), .real(let text), .word(let text): "'\(text)'"
    case .call(let function, _): "a call of '\(function)'"
    }
  }
}
