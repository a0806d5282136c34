/// The smallest unit of the schema language.
package struct Token: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    case identifier
    /// A decimal or hexadecimal integer, with its sign if it has one.
    case integer
    /// A decimal or hexadecimal floating-point number, with its sign if it has one.
    case float
    /// A string; the token's text is its value, escapes replaced.
    case string
    /// One of `{ } ( ) [ ] : ; , . = + -`.
    case symbol
    /// Something that is not a token; the lexer has reported it.
    case invalid
    case endOfFile
  }

  package let kind: Kind
  package let text: String
  package let location: SourceLocation
  /// The `///` lines directly before the token, each with its leading space.
  package let documentation: [String]
  /// Whether the token is the first on its line.
  package let startsLine: Bool

  package func isSymbol(_ symbol: String) -> Bool { kind == .symbol && text == symbol }

  /// Whether nothing stands between the token and an earlier one, which must not be a string.
  package func directlyFollows(_ earlier: Token) -> Bool {
    location.line == earlier.location.line
      && location.column == earlier.location.column + earlier.text.utf8.count
  }
}

extension Token: CustomStringConvertible {
  /// The token as a diagnostic names it.
  package var description: String {
    switch kind {
    case .identifier, .integer, .float, .symbol: "'\(text)'"
    case .string: "the string \"\(text)\""
    case .invalid: "an invalid token"
    case .endOfFile: "the end of the file"
    }
  }
}
