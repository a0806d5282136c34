package import SharedBytes

/// A JSON value as it was written, or what another notation has in its place, before a schema says what it means.
package struct JSONValue {
  package struct Member {
    package let name: String
    let location: SourceLocation
    package let value: JSONValue

    package init(name: String, location: SourceLocation, value: JSONValue) {
      self.name = name
      self.location = location
      self.value = value
    }
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
    /// Binary data, which JSON has no notation for.
    case bytes(SharedBytes)
  }

  package let kind: Kind
  package let location: SourceLocation

  package init(kind: Kind, location: SourceLocation) {
    self.kind = kind
    self.location = location
  }

  var isNull: Bool { if case .word("null") = kind { true } else { false } }
  var isNumber: Bool {
    switch kind {
    case .integer, .real: true
    default: false
    }
  }
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
    case .bytes(let bytes): "\(bytes.count) bytes of binary data"
    }
  }
}
