import Testing

@testable import WAMP

@Suite struct URITests {
  @Test(arguments: ["a", "com.example.get", "com.Example-1.größe", "a.b_c.9"])
  func `loose rules allow what strict ones may not`(uri: String) {
    #expect(URI.isValid(uri))
  }

  @Test(arguments: ["", ".", "a.", ".a", "a..b", "a b", "a#b", "a.\tb"])
  func `empty components, white space and hashes are refused`(uri: String) {
    #expect(!URI.isValid(uri))
    #expect(!URI.isValid(uri, rule: .strict))
  }

  @Test(arguments: [
    ("a.b\u{0}", "it has U+0000"), ("a.\u{1C}", "it has U+001C"), ("\u{85}", "it has U+0085"),
    ("a.b c", "it has U+0020"), ("x#", "it has the character '#' (U+0023)"), ("a..b", "a component is empty"),
  ])
  func `a control character is refused by any rule, and every error names the character`(
    uri: String, text: String
  ) {
    #expect(URI.fault(in: uri)?.description == text)
    #expect(URI.fault(in: uri, rule: .strict) != nil)
  }

  @Test(arguments: [
    ("", MatchPolicy.prefix, true), ("", .wildcard, true), ("", .exact, false), ("a.", .prefix, true),
    ("a", .prefix, true), (".", .prefix, false), ("a..b", .prefix, false), ("a..", .prefix, false),
    ("..", .wildcard, true), ("a..b", .wildcard, true), ("a b.", .wildcard, false),
  ])
  func `a pattern is valid by its policy`(pattern: String, policy: MatchPolicy, isValid: Bool) {
    #expect(URI.isValid(pattern: pattern, for: policy) == isValid)
  }

  @Test(arguments: [("com.example.get_1", true), ("com.Example", false), ("com.ü", false), ("a-b", false)])
  func `strict rules allow small letters, digits and underscores`(uri: String, isValid: Bool) {
    #expect(URI.isValid(uri, rule: .strict) == isValid)
  }

  @Test func `identifiers lie within 1 to 2^53 and start over`() {
    #expect(!SessionID(0).isValid)
    #expect(SessionID(1 << 53).isValid)
    #expect(!SessionID(1 << 53 + 1).isValid)
    var random = RandomIDs(seed: 1)
    for _ in 0..<1000 { #expect(random.next(SessionID.self).isValid) }
    var ids = SequentialIDs<RequestID>()
    #expect((0..<3).map { _ in ids.next().rawValue } == [1, 2, 3])
  }
}
