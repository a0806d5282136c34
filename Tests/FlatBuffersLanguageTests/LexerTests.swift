import Testing

@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection

struct LexerTests {
  private func tokens(_ text: String) -> (tokens: [Token], errors: [String]) {
    var lexer = Lexer(SourceFile(path: "t", text: text))
    var tokens: [Token] = []
    repeat { tokens.append(lexer.next()) } while tokens.last?.kind != .endOfFile
    return (tokens.dropLast(), lexer.takeDiagnostics().map(\.description))
  }

  @Test(arguments: [
    ("12", Token.Kind.integer), ("-0x1F", .integer), ("+5", .integer), ("007", .integer), (".5", .float),
    ("1.", .float), ("-1e3", .float), ("0x1.8p1", .float), ("0x1p-3", .float), ("a1_b", .identifier),
    ("_x", .identifier), ("{", .symbol),
  ])
  func oneToken(_ text: String, _ kind: Token.Kind) {
    let (tokens, errors) = tokens(text)
    #expect(tokens.map(\.kind) == [kind])
    #expect(tokens.first?.text == text)
    #expect(errors == [])
  }

  @Test(arguments: ["1.2.3", "0x1.8", "12ab", "0x", "1e", "1_0"])
  func malformedNumbers(_ text: String) {
    #expect(tokens(text).errors == ["t:1:1: error: found '\(text)', expected a number"])
  }

  @Test func escapesAreReplaced() {
    let (tokens, errors) = tokens(#""a\n\x41é😀\/\"" 'it"s'"#)
    #expect(tokens.map(\.text) == ["a\nA\u{e9}\u{1F600}/\"", "it\"s"])
    #expect(errors == [])
  }

  @Test(arguments: [
    #""\q""#, #""\xg1""#, #""\uD800""#, #""\uDC00""#, "\"a\nb\"", "\"open", "\"\u{1}\"", "\"\t\"",
  ])
  func malformedStrings(_ text: String) {
    #expect(tokens(text).errors.first?.hasPrefix("t:1:1: error: ") == true)
  }

  @Test func columnsCountScalarsAndLinesCountNewlines() {
    let (tokens, _) = tokens("/* é\r\n */ a \"日本\" b\n\tc")
    #expect(tokens.map { "\($0.location)" } == ["t:2:5", "t:2:7", "t:2:12", "t:3:2"])
  }

  @Test func documentationBelongsToTheNextToken() {
    let (tokens, errors) = tokens("// no\n/// one\r\n///two\na /// late\nb")
    #expect(tokens.map(\.documentation) == [[" one", "two"], []])
    #expect(errors.count == 1)
    #expect(errors.first?.hasPrefix("t:4:3: error: found a documentation comment after other text") == true)
  }

  @Test("documentation may stand after a comment, as no token is before it on its line")
  func documentationAfterComment() {
    let (tokens, errors) = tokens("a\n/* x */ /// one\n  /* y */ b")
    #expect(tokens.map(\.documentation) == [[], [" one"]])
    #expect(errors == [])
  }

  @Test("a comment ends with its line, however lines end", arguments: ["\n", "\r\n", "\r"])
  func endOfComment(lineEnd: String) {
    #expect(tokens("// x\(lineEnd)a").tokens.map(\.text) == ["a"])
    #expect(tokens("///x\(lineEnd)a").tokens.first?.documentation == ["x"])
  }

  @Test func aByteOrderMarkIsSkipped() {
    var lexer = Lexer(SourceFile(path: "t", bytes: [0xEF, 0xBB, 0xBF, UInt8(ascii: "a")]))
    #expect(lexer.next().location == SourceLocation(file: "t", line: 1, column: 1))
  }

  @Test func anOpenCommentIsReportedWhereItStarts() {
    #expect(
      tokens("a /* b").errors == [
        "t:1:3: error: found the end of the file, expected the '*/' of this comment"
      ])
  }

  @Test func blanksBeforeManyTokensAreReadOnce() {
    let text = String(repeating: " ", count: 50_000) + String(repeating: "1 ", count: 2000)
    let time = cpuTime {
      var lexer = Lexer(SourceFile(path: "t", bytes: Array(text.utf8)))
      var starts = 0
      for _ in 0..<2000 where lexer.next().startsLine { starts += 1 }
      #expect(starts == 1)
    }
    #expect(time < .seconds(3), "\(time)")
  }

  @Test(arguments: [
    ("a", true), (" \t\ra", true), ("/* c */ a", false), ("/* c\n*/ a", false), ("/* c */\n a", true),
    ("// c\na", true), ("// c\ra", false),
  ])
  func tokensStartLinesAfterBlanksOnly(text: String, startsLine: Bool) {
    var lexer = Lexer(SourceFile(path: "t", bytes: Array(text.utf8)))
    #expect(lexer.next().startsLine == startsLine)
  }
}
