import FlatBuffersLanguage
import Foundation
import SeededRandom
import SharedBytes
import Testing

@testable import FlatBuffersReflection

/// What the interface language asks of values beyond their types.
struct RecordRulesTests {
  /// The expressions of the specification, which this package does not use.
  private static let expressions: [(rule: ValueRule, expression: String)] = [
    (.name, #"^[^\s\.#]+$"#), (.strictName, #"^[\da-z_]+$"#),
    (.uri, #"^([^\s\.#]+\.)*([^\s\.#]+)$"#), (.strictURI, #"^([\da-z_]+\.)*([\da-z_]+)$"#),
    (.pattern, #"^(([^\s\.#]+\.)|\.)*([^\s\.#]+)?$"#),
    (.strictPattern, #"^(([\da-z_]+\.)|\.)*([\da-z_]+)?$"#),
    (.prefix, #"^([^\s\.#]+\.)*([^\s\.#]*)$"#), (.strictPrefix, #"^([\da-z_]+\.)*([\da-z_]*)$"#),
    (.uuid, #"^[\da-fA-F]{8}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{4}-[\da-fA-F]{12}$"#),
  ]

  private static let texts: [String] = {
    var random = SplitMix64(seed: 12)
    let parts = ["", "a", "com", "b_2", "A", "é", "#", " ", ".", "..", "\u{2003}", "x.y", "-", ".\u{301}x"]
    let made = (0..<2000).map { _ in
      (0..<Int.random(in: 0...4, using: &random)).map { _ in parts.randomElement(using: &random)! }
        .joined(separator: Bool.random(using: &random) ? "." : "")
    }
    return made + [
      UUID().uuidString, UUID().uuidString.lowercased(), "0-0-0-0-0", "01234567-89ab-cdef-0123-456789abcdeg",
      "0123456789abcdef0123456789abcdef", "01234567-89ab-cdef-0123-456789abcdef0",
    ]
  }()

  @Test(arguments: RecordRulesTests.expressions)
  func `a text is as the specification's expression says`(rule: ValueRule, expression: String) throws {
    let expression = try NSRegularExpression(pattern: expression)
    var accepted = 0
    for text in Self.texts {
      let whole = NSRange(text.startIndex..., in: text)
      let isMatch = expression.firstMatch(in: text, range: whole)?.range == whole
      if isMatch { accepted += 1 }
      #expect(rule.accepts(text) == isMatch, "\(text.debugDescription)")
    }
    #expect(accepted > 0 && accepted < Self.texts.count)
  }

  private static let text = """
    struct Words { w0: uint; w1: uint; w2: uint; w3: uint; }
    struct Pair { id: ulong (wampid); number: int; }
    union Any { Part, text: string, Words }
    table Part { topic: string (wampuri); parts: [Part]; seen: bool (readonly); old: ulong (wampid, deprecated); }
    table All {
      session: ulong (wampid);
      maybe: long = null (wampid);
      since: ulong (timestamp);
      key: string (uuid);
      words: Words (uuid);
      topics: [string] (wampuri_p);
      ids: [ulong] (wampid);
      part: Part;
      any: Any;
      anys: [Any];
      pairs: [Pair];
    }
    table Given { id: ulong (wampid, readonly); name: string (wampname, readonly); bytes: [ubyte] (uuid); n: [ubyte] (nested_flatbuffer: "Part"); parts: [Part]; part: Part; any: Any; }
    table Free { a: int; words: Words; next: Free; }
    table Around { free: Free; all: [All]; }
    """

  private func fault(_ json: String, in record: String = "All", isRequest: Bool = true) throws
    -> RecordRules.Fault?
  {
    let schema = try schema(Self.text, .binary)
    let index = try #require(schema.objects.firstIndex { "\($0.name)" == record })
    let rules = try #require(RecordRules(schema, of: index))
    let bytes = try JSONReader.build(SourceFile(path: "record.json", text: json), as: index, of: schema)
    return rules.fault(in: try DynamicTable(verifying: bytes, as: index, of: schema), isRequest: isRequest)
  }

  @Test(arguments: [
    #"{"session": 1}"#, #"{"session": 9007199254740992, "maybe": 7}"#,
    #"{"session": 1, "key": "0b1d2f3a-0000-4000-8000-0123456789ab", "words": {"w0": 0, "w1": 0, "w2": 0, "w3": 0}}"#,
    #"{"session": 1, "topics": ["", "a..b", "com.example."], "ids": [1, 2], "since": 18446744073709551615}"#,
    #"{"session": 1, "part": {"topic": "a.b", "parts": [{"topic": "c"}]}, "pairs": [{"id": 1, "number": 0}]}"#,
    #"{"session": 1, "any_type": "text", "any": "not a URI", "anys_type": ["Part"], "anys": [{"topic": "a"}]}"#,
  ])
  func `records that keep the rules have no fault`(json: String) throws {
    #expect(try fault(json) == nil)
  }

  @Test(arguments: [
    ("{}", "session", "found 0, expected a WAMP ID, 1 to 2^53"),
    (#"{"session": 9007199254740993}"#, "session", "found 9007199254740993, expected a WAMP ID, 1 to 2^53"),
    (#"{"session": 1, "maybe": -1}"#, "maybe", "found -1, expected a WAMP ID, 1 to 2^53"),
    (
      #"{"session": 1, "key": "7"}"#, "key",
      "found '7', expected a UUID: 16 bytes, or as text 8-4-4-4-12 hexadecimal digits"
    ),
    (#"{"session": 1, "topics": ["a", "b c"]}"#, "topics[1]", "found 'b c', expected a URI or pattern"),
    (#"{"session": 1, "ids": [1, 0]}"#, "ids[1]", "found 0, expected a WAMP ID"),
    (
      #"{"session": 1, "part": {"parts": [{}, {"topic": "a..b"}]}}"#, "part.parts[1].topic",
      "found 'a..b', expected a URI"
    ),
    (#"{"session": 1, "any_type": "Part", "any": {"topic": ""}}"#, "any.topic", "found '', expected a URI"),
    (
      #"{"session": 1, "anys_type": ["text", "Part"], "anys": ["", {"topic": "a#b"}]}"#, "anys[1].topic",
      "found 'a#b'"
    ),
    (#"{"session": 1, "pairs": [{"id": 0, "number": 0}]}"#, "pairs[0].id", "found 0, expected a WAMP ID"),
    (
      #"{"session": 1, "part": {"seen": true}}"#, "part.seen", "found a value, expected none: it is read-only"
    ),
  ])
  func `the first value that breaks a rule is told with its path`(
    json: String, path: String, message: String
  ) throws {
    for (json, path, record) in [
      (json, path, "All"), (#"{"all": [{"session": 1}, \#(json)]}"#, "all[1].\(path)", "Around"),
    ] {
      let fault = try #require(try fault(json, in: record))
      #expect(fault.path == path)
      #expect(fault.message.hasPrefix(message), "\(fault.message)")
    }
  }

  @Test func `what is read-only is in events and results`() throws {
    #expect(try fault(#"{"session": 1, "part": {"seen": true}}"#, isRequest: false) == nil)
    #expect(try fault(#"{"session": 0, "part": {"seen": true}}"#, isRequest: false)?.path == "session")
  }

  @Test(
    arguments: [
      ("{}", nil, nil), (#"{"bytes": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]}"#, nil, nil),
      (#"{"bytes": [1]}"#, "bytes", "found 1 bytes, expected a UUID: 16 bytes"),
      (#"{"id": 7}"#, "id", "found a value, expected none: it is read-only"),
      (#"{"n": {"topic": "a..b"}}"#, "n.topic", "found 'a..b', expected a URI"),
      (#"{"n": {"parts": [{}, {"seen": true}]}}"#, "n.parts[1].seen", "found a value, expected none"),
    ] as [(String, String?, String?)])
  func `what callers leave out needs no value, and nested records are looked at`(
    json: String, path: String?, message: String?
  ) throws {
    let fault = try fault(json, in: "Given")
    #expect(fault?.path == path)
    #expect(fault?.message.hasPrefix(message ?? "") != false, "\(fault?.message ?? "")")
  }

  @Test(
    arguments: [
      (nil, "{}", nil), (nil, #"{"id": 7}"#, "id"), (#"{"id": 7}"#, #"{"id": 7, "bytes": [1]}"#, nil),
      (#"{"id": 7}"#, #"{"id": 8}"#, "id"), (#"{"id": 7}"#, "{}", "id"),
      (#"{"part": {"seen": true}}"#, #"{"part": {"topic": "a", "seen": true}}"#, nil),
      (#"{"part": {}}"#, #"{"part": {"seen": true}}"#, "part.seen"),
      (nil, #"{"part": {"seen": true}}"#, "part.seen"),
      (#"{"parts": [{"seen": true}]}"#, #"{"id": 0, "parts": [{"seen": true}]}"#, nil),
      (#"{"parts": [{"seen": true}]}"#, #"{"parts": [{}, {"seen": true}]}"#, "parts[1].seen"),
      (#"{"n": {"seen": true}}"#, #"{"n": {"seen": true}}"#, nil),
      ("{}", #"{"n": {"seen": true}}"#, "n.seen"),
      (#"{"any_type": "Part", "any": {"seen": true}}"#, #"{"any_type": "Part", "any": {"seen": true}}"#, nil),
      (#"{"any_type": "text", "any": ""}"#, #"{"any_type": "Part", "any": {"seen": true}}"#, "any.seen"),
    ] as [(String?, String, String?)])
  func `what is read-only stays as it is when a record replaces another one`(
    old: String?, new: String, path: String?
  ) throws {
    let schema = try schema(Self.text, .binary)
    let index = try #require(schema.objects.firstIndex { "\($0.name)" == "Given" })
    let rules = try #require(RecordRules(schema, of: index))
    #expect(rules.hasReadOnly)
    func record(_ json: String) throws -> DynamicTable {
      let bytes = try JSONReader.build(SourceFile(path: "record.json", text: json), as: index, of: schema)
      return try DynamicTable(verifying: bytes, as: index, of: schema)
    }
    let fault = rules.fault(in: try record(new), replacing: try old.map(record))
    #expect(fault?.path == path)
  }

  @Test("a text that a record refers to often is not looked at for longer than a record of its size may take")
  func sharedText() throws {
    let schema = try schema(Self.text, .binary)
    let index = try #require(schema.objects.firstIndex { "\($0.name)" == "All" })
    let rules = try #require(RecordRules(schema, of: index))
    // As a builder lays it out that shares strings: each element of the vector refers to the last one's text.
    let count = 900
    let texts = Array(repeating: "\"\"", count: count - 1) + ["\"\(String(repeating: "a", count: 60_000))\""]
    let json = #"{"session": 1, "topics": [\#(texts.joined(separator: ","))]}"#
    var bytes = [UInt8](
      try JSONReader.build(SourceFile(path: "record.json", text: json), as: index, of: schema))
    let record = try DynamicTable(verifying: SharedBytes(bytes), as: index, of: schema)
    guard case .vector(let topics)? = record["topics"] else { throw TestFailure() }
    func offset(_ place: Int) -> Int { (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) } }
    let last = topics.start + 4 * (count - 1)
    let text = last + offset(last)
    for element in 0..<count {
      let place = topics.start + 4 * element
      for byte in 0..<4 { bytes[place + byte] = UInt8(truncatingIfNeeded: (text - place) >> (8 * byte)) }
    }
    let shared = try DynamicTable(verifying: SharedBytes(bytes), as: index, of: schema)
    let fault = try #require(rules.fault(in: shared, isRequest: true))
    #expect(fault.message == "found more than its size, as parts of it are referred to often")
    #expect(fault.path.hasPrefix("topics["))
  }

  @Test func `text that is not UTF-8 keeps no rule`() throws {
    let schema = try schema(Self.text, .binary)
    let index = try #require(schema.objects.firstIndex { "\($0.name)" == "All" })
    let rules = try #require(RecordRules(schema, of: index))
    let json = #"{"session": 1, "topics": ["wxyz"]}"#
    var bytes = [UInt8](
      try JSONReader.build(SourceFile(path: "record.json", text: json), as: index, of: schema))
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("wxyz".utf8)) })
    bytes[place] = 0xFF
    let record = try DynamicTable(verifying: SharedBytes(bytes), as: index, of: schema)
    #expect(
      rules.fault(in: record, isRequest: true)?.message.hasPrefix("found text that is not UTF-8") == true)
  }

  private struct TestFailure: Error {}

  @Test func `a type without rules has none to be looked at, also if it holds itself`() throws {
    let schema = try schema(Self.text, .text)
    let free = try #require(schema.objects.firstIndex { "\($0.name)" == "Free" })
    #expect(RecordRules(schema, of: free) == nil)
  }
}
