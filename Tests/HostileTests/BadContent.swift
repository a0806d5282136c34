/// Arguments that some reader cannot read, or should not have to.
struct BadContent: Sendable, CustomStringConvertible {
  enum Outcome: Sendable {
    /// What a strict reader of the format refuses is refused at the sender.
    case refused
    /// It arrives.
    case passed
    /// Either: as long as nobody is harmed.
    case either
  }

  let description: String
  let content: Content
  let outcome: Outcome
  /// How deep it is nested, if that is what is bad about it.
  private(set) var depth = 1

  private init(_ description: String, _ outcome: Outcome, _ argument: Item) {
    self.init(description, outcome, Content(arguments: Item.list([argument]).encoded))
  }

  private init(_ description: String, _ outcome: Outcome, _ content: Content) {
    self.description = description
    self.outcome = outcome
    self.content = content
  }

  private static let noArguments = Item.list([]).encoded

  static let all =
    texts + tags + keywords + nesting + rare + [
      BadContent(
        "an enc_algo that nobody knows", .refused,
        Content(arguments: noArguments, algorithm: "bogus"))
    ]

  private static let texts = [
    BadContent("text that is not UTF-8", .refused, .text([0xFF, 0xFE])),
    BadContent("text with half a character", .refused, .text([0x61, 0xC3])),
    BadContent("text with a surrogate", .refused, .text([0xED, 0xA0, 0x80])),
    BadContent("text that is longer than need be", .refused, .text([0xC0, 0x80])),
    BadContent("text that is not UTF-8, deep within", .refused, [["key": [.text([0x80])]]]),
    BadContent("a key of a map that is not UTF-8", .refused, .map([.text([0xFF]), 1])),
    BadContent("a NUL in a text", .either, .text([0])),
  ]

  private static let tags = [
    BadContent("tag 0 with a number", .refused, .tag(0, 1)),
    BadContent("tag 0 with no date", .refused, .tag(0, "yesterday")),
    BadContent("tag 1 with a text", .refused, .tag(1, "now")),
    BadContent("tag 1 with a time nobody has", .either, .tag(1, .number(.max))),
    BadContent("tag 2 with a text", .refused, .tag(2, "big")),
    BadContent("tag 3 with a list", .refused, .tag(3, [1])),
    BadContent("tag 29 of nothing shared", .refused, .tag(29, 99)),
    BadContent("tag 35 with a number", .refused, .tag(35, 1)),
    BadContent("tag 35 with no pattern", .refused, .tag(35, "(")),
    BadContent("tag 4 with a text", .either, .tag(4, "1.5")),
    BadContent("tag 5 with one number", .either, .tag(5, [1])),
    BadContent("tag 25 of no text", .either, .tag(25, 99)),
    BadContent("tag 28 that holds itself", .either, .tag(28, [.tag(29, 0)])),
    BadContent("tag 30 over zero", .either, .tag(30, [1, 0])),
    BadContent("tag 36 with a number", .either, .tag(36, 1)),
    BadContent("tag 37 with too few bytes", .either, .tag(37, .bytes([1]))),
    BadContent("tag 258 with a number", .either, .tag(258, 1)),
    BadContent("tag 260 with bytes of no address", .either, .tag(260, .bytes([1, 2, 3]))),
    BadContent("tag 1004 with no date", .either, .tag(1004, "2026-99-99")),
    BadContent("tag 55799 in tag 55799", .either, .tag(55799, .tag(55799, 1))),
    BadContent("a tag nobody knows", .either, .tag(.max, 1)),
  ]

  private static let keywords = [
    BadContent(
      "a keyword that is a number", .refused,
      Content(arguments: noArguments, keywords: Item.map([1, 2]).encoded)),
    BadContent(
      "a keyword that is bytes", .refused,
      Content(arguments: noArguments, keywords: Item.map([.bytes([0x61]), 2]).encoded)),
    BadContent(
      "a keyword that is not UTF-8", .refused,
      Content(arguments: noArguments, keywords: Item.map([.text([0xFF]), 2]).encoded)),
    BadContent(
      "one keyword twice", .either,
      Content(arguments: noArguments, keywords: Item.map(["a", 1, "a", 2]).encoded)),
    BadContent("a key of a map that is a number", .refused, .map([1, 2])),
    BadContent("a key of a map that is a map", .refused, .map([.map([]), 2])),
    BadContent("a key of a map that is a list", .refused, .map([[1], 2])),
  ]

  /// The list of the arguments counts as the first.
  private static let nesting = [
    (65, Outcome.passed), (127, .passed), (128, .passed), (129, .either), (100_000, .refused),
  ]
  .map { depth, outcome in
    var content = BadContent("arguments nested \(depth) deep", outcome, .nested(depth - 1))
    content.depth = depth
    return content
  }

  private static let rare = [
    BadContent("a negative number of 65 bits", .refused, .raw([0x3B] + [UInt8](repeating: 0xFF, count: 8))),
    BadContent("a positive number of 64 bits", .either, .number(.max)),
    BadContent("a simple value nobody knows", .either, .raw([0xF8, 0xC8])),
    BadContent("an undefined value", .either, .raw([0xF7])),
    BadContent("a half that is no number", .either, .raw([0xF9, 0x7E, 0x00])),
    BadContent("a list of unsaid size", .either, .raw([0x9F, 0x01, 0xFF])),
    BadContent(
      "a text of unsaid size, cut within a character", .refused, .raw([0x7F, 0x61, 0xC3, 0x61, 0xA4, 0xFF])),
    BadContent("bytes of unsaid size", .either, .raw([0x5F, 0x41, 0x01, 0xFF])),
    BadContent("a map of unsaid size", .either, .raw([0xBF, 0x61, 0x61, 0x01, 0xFF])),
    BadContent("a simple value in two bytes that has one", .either, .raw([0xF8, 0x14])),
    BadContent("a number in more bytes than need be", .either, .raw([0x1B, 0, 0, 0, 0, 0, 0, 0, 1])),
  ]

  /// What is not CBOR at all. In a list format the whole message is none then.
  static let broken = [
    BadContent("a reserved head", .refused, .raw([0x1C])),
    BadContent("a break that ends nothing", .refused, .raw([0xFF])),
    BadContent("a list of unsaid size without its end", .refused, .raw([0x9F, 0x01])),
    BadContent("a text longer than the message", .refused, .raw([0x7A, 0xFF, 0xFF, 0xFF, 0xFF])),
    BadContent(
      "a list longer than the message", .refused, .raw([0x9B, 0x7F] + [UInt8](repeating: 0xFF, count: 7))),
    BadContent("a number of unsaid size", .refused, .raw([0x1F, 0xFF])),
  ]

  /// URIs that no reader accepts.
  static let uris: [Item] = ["bad uri", "a..b", "", " ", ".a", "a.", "a#b", "a\u{0}b", .text([0xFF])]
}
