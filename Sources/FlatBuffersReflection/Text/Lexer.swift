/// Splits a schema file into tokens, on demand.
///
/// The lexical rules are those of the FlatBuffers schema language
/// (https://flatbuffers.dev/grammar/) as the reference compiler reads them.
package struct Lexer {
  package let file: SourceFile
  private(set) var log = DiagnosticLog()
  package var position = 0
  private var line = 1
  /// Whether neither a token nor a comment stands before the position on its line.
  private var lineIsBlank = true
  // Columns are counted forward from the last token, so that one long line costs linear time.
  private var columnPosition = 0
  private var columnsBefore = 0

  package init(_ file: SourceFile) {
    self.file = file
    if file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
      position = 3
      columnPosition = 3
    }
  }

  /// The byte at the position plus `offset`, 0 past the end.
  package func byte(_ offset: Int = 0) -> UInt8 {
    let index = position + offset
    return index < file.bytes.count ? file.bytes[index] : 0
  }

  package var isAtEnd: Bool { position >= file.bytes.count }

  package mutating func takeDiagnostics() -> [Diagnostic] {
    defer { log = DiagnosticLog() }
    return log.diagnostics
  }

  package mutating func report(_ message: String, at location: SourceLocation, hint: String? = nil) {
    log.error(message, at: location, hint: hint)
  }

  /// The location of a position on the current line, at or after the last one asked for.
  package mutating func location(of target: Int) -> SourceLocation {
    while columnPosition < target {
      // Continuation bytes belong to the scalar before them.
      if file.bytes[columnPosition] & 0xC0 != 0x80 { columnsBefore += 1 }
      columnPosition += 1
    }
    return SourceLocation(file: file.path, line: line, column: columnsBefore + 1)
  }

  package mutating func next() -> Token {
    let documentation = skipTrivia()
    let start = position
    let startsLine = lineIsBlank
    let location = location(of: start)
    let (kind, text) = scan(at: location)
    lineIsBlank = false
    return Token(
      kind: kind, text: text, location: location, documentation: documentation, startsLine: startsLine)
  }

  private mutating func scan(at location: SourceLocation) -> (Token.Kind, String) {
    guard !isAtEnd else { return (.endOfFile, "") }
    let first = byte()
    switch first {
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      return scanString(at: location)
    case _ where Self.isIdentifierStart(first):
      return (.identifier, takeIdentifier())
    case _ where startsNumber:
      return scanNumber(at: location)
    case _ where Self.symbols.contains(first):
      position += 1
      return (.symbol, String(UnicodeScalar(first)))
    default:
      return (.invalid, skipIllegalCharacter(at: location))
    }
  }

  package func text(from start: Int) -> String {
    String(decoding: file.bytes[start..<position], as: UTF8.self)
  }

  private mutating func takeIdentifier() -> String {
    let start = position
    while Self.isIdentifierPart(byte()) { position += 1 }
    return text(from: start)
  }

  private mutating func skipIllegalCharacter(at location: SourceLocation) -> String {
    let start = position
    position += 1
    while !isAtEnd, byte() & 0xC0 == 0x80 { position += 1 }
    let scalar = text(from: start).unicodeScalars.first ?? "?"
    let name =
      scalar.properties.isWhitespace || scalar.value < 0x20
      ? "character U+" + String(scalar.value, radix: 16, uppercase: true) : "character '\(scalar)'"
    report("found the \(name), expected a token of the schema language", at: location)
    return ""
  }

  /// Skips white space and comments; returns the documentation lines among them.
  private mutating func skipTrivia() -> [String] {
    var documentation: [String] = []
    let firstLine = line
    let startsLine = lineIsBlank
    while !isAtEnd {
      switch byte() {
      case UInt8(ascii: "\n"):
        position += 1
        beginLine()
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
        position += 1
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"):
        skipLineComment(into: &documentation, followsToken: !startsLine && line == firstLine)
      case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*"):
        skipBlockComment()
      default:
        return documentation
      }
    }
    return documentation
  }

  /// - Parameter followsToken: whether a token stands before the comment on its line.
  private mutating func skipLineComment(into documentation: inout [String], followsToken: Bool) {
    let start = position
    lineIsBlank = false
    let isDocumentation = byte(2) == UInt8(ascii: "/")
    while !isAtEnd, byte() != UInt8(ascii: "\n"), byte() != UInt8(ascii: "\r") { position += 1 }
    guard isDocumentation else { return }
    if followsToken {
      let place = location(of: start)
      report(
        "found a documentation comment after other text, expected it on a line of its own", at: place,
        hint: "use '//' for a remark that is not documentation")
      return
    }
    documentation.append(text(from: start + 3))
  }

  private mutating func skipBlockComment() {
    // Its last line has the end of the comment.
    defer { lineIsBlank = false }
    let place = location(of: position)
    position += 2
    while !isAtEnd {
      if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
        position += 2
        return
      }
      let isNewline = byte() == UInt8(ascii: "\n")
      position += 1
      if isNewline { beginLine() }
    }
    report("found the end of the file, expected the '*/' of this comment", at: place)
  }

  private mutating func beginLine() {
    line += 1
    lineIsBlank = true
    columnPosition = position
    columnsBefore = 0
  }
}

extension Lexer {
  package static let symbols: Set<UInt8> = Set("{}()[]:;,.=+-".utf8)

  package static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  package static func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte | 0x20)
  }

  package static func isIdentifierStart(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) || byte == UInt8(ascii: "_")
  }

  /// Whether a text could be declared as a name. What could not must not be looked up as one: to Swift, other
  /// texts can equal a name, the Kelvin sign the letter K.
  package static func isIdentifier(_ text: some StringProtocol) -> Bool {
    text.utf8.first.map(isIdentifierStart) ?? false && text.utf8.allSatisfy(isIdentifierPart)
  }

  /// Whether a text could be a name with its namespace.
  package static func isDottedName(_ text: String) -> Bool {
    text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isIdentifier($0) }
  }

  package static func isIdentifierPart(_ byte: UInt8) -> Bool { isIdentifierStart(byte) || isDigit(byte) }
}
