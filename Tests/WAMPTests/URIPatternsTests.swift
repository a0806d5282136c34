import SeededRandom
import Testing

@testable import WAMP

/// The trie of patterns, beside a list that is searched from one end to the other.
@Suite struct URIPatternsTests {
  private struct Pattern: Hashable {
    var text: String
    var match: MatchPolicy

    func covers(_ uri: String) -> Bool {
      switch match {
      case .exact: return Array(uri.utf8) == Array(text.utf8)
      case .prefix: return uri.utf8.starts(with: text.utf8)
      case .wildcard:
        let given = uri.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        let wanted = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard !text.isEmpty else { return true }
        return given.count == wanted.count
          && zip(given, wanted).allSatisfy { $1.isEmpty || $0.elementsEqual($1) }
      }
    }
  }

  private func pattern(using dice: inout SplitMix64) -> Pattern {
    let match = [MatchPolicy.exact, .prefix, .wildcard].randomElement(using: &dice)!
    let components = (0..<Int.random(in: 1...4, using: &dice)).map { _ in component(using: &dice) }
    var text = components.joined(separator: ".")
    switch match {
    case .exact: break
    case .prefix: text = String(text.prefix(Int.random(in: 0...text.count, using: &dice)))
    case .wildcard:
      text = components.map { Bool.random(using: &dice) ? "" : $0 }.joined(separator: ".")
    }
    return URI.isValid(pattern: text, for: match) ? Pattern(text: text, match: match) : pattern(using: &dice)
  }

  private func component(using dice: inout SplitMix64) -> String {
    [
      "a", "b", "ab", "abc", "a-component-longer-than-one-node", "a-component-longer-than-two-nodes-of-it",
      "é",
    ]
    .randomElement(using: &dice)!
  }

  @Test(arguments: 0..<20)
  func `a trie finds what a list finds, after any changes`(seed: Int) {
    var dice = SplitMix64(seed: UInt64(seed))
    var trie = URIPatterns<Int>()
    var list: [Pattern: Int] = [:]
    for step in 0..<3000 {
      let pattern = pattern(using: &dice)
      if Int.random(in: 0..<10, using: &dice) < (step < 1500 ? 7 : 3) {
        trie.insert(step, for: pattern.text, pattern.match)
        list[pattern] = step
      } else {
        #expect(trie.remove(pattern.text, pattern.match) == list.removeValue(forKey: pattern))
      }
      #expect(trie.count == list.count)
      guard step % 10 == 0 else { continue }
      let uri = (0..<Int.random(in: 1...4, using: &dice)).map { _ in component(using: &dice) }
        .joined(separator: ".")
      let found = trie.matches(uri.utf8.span)
      #expect(found.sorted() == list.filter { $0.key.covers(uri) }.values.sorted(), "\(uri)")
      #expect(trie.exact(uri.utf8.span) == list[Pattern(text: uri, match: .exact)])
      #expect(
        list.keys.allSatisfy { pattern in
          var scan = PatternScan(for: pattern.text, pattern.match, byteLimit: .max)
          return scan.covers(uri.utf8.span) == pattern.covers(uri)
        })
      #expect(Set(trie.all.map(\.value)) == Set(list.values))
      #expect(
        trie.all.allSatisfy { list[Pattern(text: $0.pattern.text, match: $0.pattern.match)] == $0.value })
      let isExact = trie.exact(uri.utf8.span) != nil
      #expect(trie.firstPattern(covering: uri.utf8.span) == found.dropFirst(isExact ? 1 : 0).first)
    }
    for (pattern, value) in list {
      #expect(trie[pattern.text, pattern.match] == value)
      trie.remove(pattern.text, pattern.match)
    }
    #expect(trie.isEmpty)
    // Nothing but the root is in use.
    #expect(trie.nodes[0].isUnused)
  }

  @Test func `the most specific pattern comes first`() {
    var trie = URIPatterns<String>()
    for (text, match) in [
      ("", MatchPolicy.wildcard), ("..c", .wildcard), ("a..c", .wildcard), ("", .prefix), ("a.b", .prefix),
      ("a.", .prefix), ("a.b.c", .exact), ("a.b.", .wildcard), ("a.b.c", .wildcard), ("a.b.cd", .wildcard),
    ] { trie.insert("\(match) \(text)", for: text, match) }
    #expect(
      trie.matches("a.b.c".utf8.span) == [
        "exact a.b.c", "prefix a.b", "prefix a.", "prefix ", "wildcard a.b.c", "wildcard a.b.",
        "wildcard a..c", "wildcard ..c",
        "wildcard ",
      ])
  }

  @Test func `two spellings of one text are two URIs`() {
    var trie = URIPatterns<Int>()
    for match in [MatchPolicy.exact, .prefix, .wildcard] { trie.insert(1, for: "q.café", match) }
    #expect(trie.matches("q.café".utf8.span).count == 3)
    #expect(trie.matches("q.cafe\u{301}".utf8.span).isEmpty)
    #expect(trie["q.cafe\u{301}", .exact] == nil)
  }

  @Test func `a copy is a snapshot`() {
    var trie = URIPatterns<Int>()
    trie.insert(1, for: "a.b", .exact)
    let snapshot = trie
    trie.insert(2, for: "a.b", .exact)
    trie.insert(3, for: "a.c", .exact)
    #expect(snapshot.exact("a.b".utf8.span) == 1)
    #expect(snapshot.exact("a.c".utf8.span) == nil)
  }
}
