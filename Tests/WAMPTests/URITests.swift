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
