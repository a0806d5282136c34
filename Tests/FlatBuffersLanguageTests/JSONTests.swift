import FlatBuffersRuntime
@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection
import Foundation
import SharedBytes
import Testing

@Suite("JSON")
struct JSONTests {
  static let schemaText = """
    namespace shop;
    enum Color:byte { Red, Green, Blue }
    enum Flag:ubyte (bit_flags) { A, B, C }
    struct Point { x:int; steps:[short:3]; color:Color; }
    table Part { size:int; }
    union Thing { Part, Point, Text:string }
    table Entry { name:string (key); rank:int; }
    table Order {
      color:Color = Blue; flags:Flag; at:Point; thing:Thing; things:[Thing];
      inner:[ubyte] (nested_flatbuffer: "Part"); flex:[ubyte] (flexbuffer); hash:uint (hash: "fnv1a_32");
      small:float; large:double; maybe:int = null; entries:[Entry]; title:string (required); count:int;
      done:bool; bytes:[ubyte]; longs:[long]; words:[string]; points:[Point]; far:[ubyte] (vector64);
    }
    root_type Order;
    file_identifier "SHOP";
    """

  /// All kinds of fields, written in all the ways that are allowed.
  static let document = """
    // An order.
    { color: "Green", "flags": "A C", 'at': {x: 0x10, steps: [1, 2, 3,], color: Color.Red},
      thing: {size: 5}, thing_type: Part,
      things: ["hi", null, {x: -1, steps: [0, 0, 0], color: 1}], things_type: ["Text", "NONE", "Thing.Point"],
      inner: {size: 3}, flex: {z: [1, "two", 3.5, null, true, {}], y: -70000, big: 18446744073709551615},
      hash: "hello", small: nan, large: -inf, maybe: 0, entries: [{name: "b"}, {name: "a", rank: 1}],
      title: "x\\/\\x41\\u00e9", count: "shop.Color.Blue", done: "true", bytes: [1, 2, 255], /* none */ longs: [],
      words: ["", "w"], points: [], far: [7], }
    """

  static let printed = #"""
    {
      "color": "Green",
      "flags": "A C",
      "at": {
        "x": 16,
        "steps": [
          1,
          2,
          3
        ],
        "color": "Red"
      },
      "thing_type": "Part",
      "thing": {
        "size": 5
      },
      "things_type": [
        "Text",
        "NONE",
        "Point"
      ],
      "things": [
        "hi",
        null,
        {
          "x": -1,
          "steps": [
            0,
            0,
            0
          ],
          "color": "Green"
        }
      ],
      "inner": {
        "size": 3
      },
      "flex": { "big": 18446744073709551615, "y": -70000, "z": [ 1, "two", 3.5, null, true, {  } ] },
      "hash": 1335831723,
      "small": nan,
      "large": -inf,
      "maybe": 0,
      "entries": [
        {
          "name": "a",
          "rank": 1
        },
        {
          "name": "b"
        }
      ],
      "title": "x/A\u00E9",
      "count": 2,
      "done": true,
      "bytes": [
        1,
        2,
        255
      ],
      "longs": [

      ],
      "words": [
        "",
        "w"
      ],
      "points": [

      ],
      "far": [
        7
      ]
    }

    """#

  let schema: Schema
  let root: Int

  init() throws {
    schema = try #require(compile(Self.schemaText).schema)
    root = try #require(schema.rootTable)
  }

  func build(_ text: String, _ options: JSONReader.Options = JSONReader.Options()) throws -> SharedBytes {
    try JSONReader.build(SourceFile(path: "d.json", text: text), as: root, of: schema, options: options)
  }

  @Test("what is built is accepted, carries the identifier and prints as it was meant")
  func roundTrip() throws {
    let record = try build(Self.document)
    let table = try ReflectiveVerifier.verify(record, as: root, of: schema, requireIdentifier: true)
    let text = try JSONPrinter.print(table)
    #expect(text == Self.printed)
    // What was printed is the same record again.
    let again = try DynamicTable(verifying: build(text), as: root, of: schema)
    #expect(try JSONPrinter.print(again) == text)
  }

  @Test(
    "values may be written in other ways",
    arguments: [
      ("hash: \"hello\"", "hash: hello"), ("small: nan", "small: NaN"),
      ("large: -inf", "large: -Infinity"), ("large: 2.5", "large: \" 2.5 \""), ("count: 7", "count: \" 7 \""),
      ("count: 7", "\"$schema\": \"https://x/order.json\", count: 7"),
    ])
  func spellings(plain: String, other: String) throws {
    let expected = [UInt8](try build("{title: \"t\", \(plain)}"))
    #expect([UInt8](try build("{title: \"t\", \(other)}")) == expected)
  }

  @Test("a size prefix counts what follows it and alignment counts from it")
  func sizePrefix() throws {
    var options = JSONReader.Options()
    options.isSizePrefixed = true
    let record = try build(Self.document, options)
    let bytes = [UInt8](record)
    #expect(Int(bytes[0]) | Int(bytes[1]) << 8 == bytes.count - 4)
    let table = try DynamicTable(verifying: record, as: root, of: schema, isSizePrefixed: true)
    #expect(try JSONPrinter.print(table) == Self.printed)
  }

  @Test("defaults are written on request only")
  func forcedDefaults() throws {
    var options = JSONReader.Options()
    options.forcesDefaults = true
    let table = try DynamicTable(
      verifying: build("{title: \"\", done: false}", options), as: root, of: schema)
    let isStored = { (table: DynamicTable, name: String) in
      try table.contains(#require(table.definition.field(named: name)))
    }
    #expect(try isStored(table, "done") && isStored(table, "count") && !isStored(table, "maybe"))
    let short = try DynamicTable(verifying: build("{title: \"\", done: false}"), as: root, of: schema)
    #expect(try !isStored(short, "done") && !isStored(short, "count"))
  }

  @Test(
    "a mistake is named with its place",
    arguments: [
      ("{}", "d.json:1:1: error: found no 'title', which is required in 'shop.Order'"),
      ("{title: \"\", nope: 1}", "d.json:1:13: error: found 'nope', which is no field of 'shop.Order'"),
      ("{title: \"\", title: \"\"}", "d.json:1:13: error: found the field 'title' a second time"),
      (
        "{title: \"\",\n color: \"Pink\"}",
        "d.json:2:9: error: found the string \"Pink\", expected a member of 'shop.Color'"
      ),
      ("{title: \"\", bytes: [256]}", "d.json:1:21: error: found '256', expected an integer from 0 to 255"),
      (
        "{title: \"\", count: 1.5}",
        "d.json:1:20: error: found '1.5', expected an integer from -2147483648 to 2147483647"
      ),
      (
        "{title: \"\", flags: \"A  C\"}",
        "d.json:1:20: error: found the string \"A  C\", expected a member of 'shop.Flag'"
      ),
      ("{large: - inf}", "d.json:1:11: error: found 'inf', expected a number directly after '-'"),
      ("{title: \"\", done: 256}", "d.json:1:19: error: found '256', expected true or false"),
      ("{title: \"\", small: 0x10}", "d.json:1:20: error: found '0x10', expected a number"),
      (
        "{title: \"a\tb\"}",
        "d.json:1:9: error: found a control character in a string, expected it as an escape"
      ),
      (
        "{inner: [1, 2]}",
        "d.json:1:9: error: found an array, expected the bytes of a 'shop.Part': 2 bytes are too few for a FlatBuffer"
      ),
      (
        "{inner: [4, 0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0]}",
        "d.json:1:22: error: found '0', expected the bytes of a 'shop.Part': Part: a vtable of size 0 is not possible here"
      ),
      (
        "{title: \"\", count: null}",
        "d.json:1:20: error: found 'null', expected a value of 'count'"
      ),
      ("{thing: {}}", "d.json:1:9: error: found an object, expected 'thing_type' next to 'thing'"),
      (
        "{thing_type: Point}",
        "d.json:1:14: error: found 'thing_type' without 'thing', expected both or neither"
      ),
      (
        "{at: {x: 1}}",
        "d.json:1:6: error: found an object, expected a value for 'steps', as for all fields of the struct 'shop.Point'"
      ),
      ("{title: \"\"} 1", "d.json:1:13: error: found '1', expected the end of the file"),
      ("{count 1}", "d.json:1:8: error: found '1', expected ':' after 'count'"),
      ("", "d.json:1:1: error: found the end of the file, expected a value"),
    ])
  func mistakes(text: String, message: String) {
    #expect {
      try build(text)
    } throws: {
      "\($0)" == message
    }
  }

  @Test("null is the absence of what may be absent")
  func nulls() throws {
    #expect(
      try build("{title: \"\", maybe: null, at: null, bytes: null, inner: null, thing: null}")
        == build("{title: \"\"}"))
  }

  @Test(
    "a strict reader wants names in quotes, and no commas that trail",
    arguments: [
      ("{\"title\": \"a\", \"bytes\": [1, 2]}", nil),
      ("{title: \"a\"}", "d.json:1:2: error: found 'title', expected the name in quotes"),
      ("{\"title\": \"a\",}", "d.json:1:15: error: found '}', expected no ',' before it"),
      ("{\"title\": \"a\", \"bytes\": [1, 2,]}", "d.json:1:31: error: found ']', expected no ',' before it"),
    ] as [(String, String?)])
  func strictness(text: String, message: String?) throws {
    var options = JSONReader.Options()
    #expect(throws: Never.self) { try build(text, options) }
    options.isStrict = true
    do {
      _ = try build(text, options)
      #expect(message == nil)
    } catch {
      #expect("\(error)" == message)
    }
  }

  @Test("NaN and infinities are strings where the printer is told so, and are read back")
  func quotedNaN() throws {
    let schema = try #require(compile("table T { a: double; b: float; c: [float]; }").schema)
    let file = SourceFile(path: "d.json", text: "{a: nan, b: -inf, c: [inf, 1.5, nan]}")
    let record = try JSONReader.build(file, as: 0, of: schema)
    var options = JSONPrinter.Options()
    options.quotesNaN = true
    let text = try JSONPrinter.print(DynamicTable(verifying: record, as: 0, of: schema), options: options)
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    #expect(value?["a"] as? String == "nan" && value?["b"] as? String == "-inf")
    #expect((value?["c"] as? [Any])?.map { "\($0)" } == ["inf", "1.5", "nan"])
    #expect(try JSONReader.build(SourceFile(path: "d.json", text: text), as: 0, of: schema) == record)
  }

  @Test("a boolean is true by default whatever its byte", arguments: ["true", "false", ""])
  func largeBoolean(value: String) throws {
    let schema = try #require(compile("table T { a:bool = 42; }").schema)
    let file = SourceFile(path: "d.json", text: value.isEmpty ? "{}" : "{a: \(value)}")
    let record = try JSONReader.build(file, as: 0, of: schema)
    var options = JSONPrinter.Options()
    options.printsDefaults = true
    let text = try JSONPrinter.print(DynamicTable(verifying: record, as: 0, of: schema), options: options)
    #expect(text == "{\n  \"a\": \(value.isEmpty ? "true" : value)\n}\n")
  }

  @Test("vectors are sorted by structs, too, absent ones as zero")
  func structKeys() throws {
    let text = """
      struct Half { parts:[ubyte:2]; low:ushort; } struct Stamp { half:Half (key); n:ubyte; }
      table Entry { half:Half (key); n:ubyte; } table Root { stamps:[Stamp]; entries:[Entry]; }
      """
    let schema = try #require(compile(text).schema)
    let root = try #require(schema.table(named: "Root"))
    let halves = ["[[1, 0], 0]", "[[0, 2], 5]", "[[0, 2], 4]"]
    let stamps = halves.enumerated().map { "{half: \($1), n: \($0 + 1)}" }
    let document =
      "{stamps: [\(stamps.joined(separator: ","))], entries: [\(stamps.joined(separator: ",")), {n: 9}]}"
    let record = try JSONReader.build(SourceFile(path: "d.json", text: document), as: root, of: schema)
    let table = try DynamicTable(verifying: record, as: root, of: schema)
    let notes = try JSONPrinter.print(table).split(separator: "\"n\": ").dropFirst().compactMap(\.first)
    #expect(String(notes) == "3219321")
  }

  @Test("unknown fields are skipped on request")
  func unknownFields() throws {
    var options = JSONReader.Options()
    options.skipsUnknownFields = true
    let table = try DynamicTable(
      verifying: build("{title: \"t\", nope: {a: [1]}}", options), as: root, of: schema)
    #expect(table["title"]?.text == "t")
  }

  @Test("JSON after a schema is data of its root type")
  func dataAfterSchema() throws {
    let file = SourceFile(path: "s.fbs", text: Self.schemaText + "\n" + Self.document)
    let schema = try #require(compile(Self.schemaText + "\n" + Self.document).schema)
    let record = try #require(try JSONReader.buildData(after: file, of: schema))
    #expect([UInt8](record) == [UInt8](try build(Self.document)))
    let plain = SourceFile(path: "s.fbs", text: Self.schemaText)
    #expect(try JSONReader.buildData(after: plain, of: schema)?.count == nil)
  }

  @Test("a table that would be larger than its offsets reach is refused")
  func largeTable() throws {
    let schema = try #require(compile("struct S { a:[ubyte:40000]; } table T { s:S; t:S; }").schema)
    let table = try #require(schema.table(named: "T"))
    let large = "{a: [" + String(repeating: "1,", count: 40000) + "]}"
    let one = SourceFile(path: "d.json", text: "{s: \(large)}")
    let record = try JSONReader.build(one, as: table, of: schema)
    #expect(throws: Never.self) { try DynamicTable(verifying: record, as: table, of: schema) }
    let two = SourceFile(path: "d.json", text: "{s: \(large), t: \(large)}")
    #expect(throws: Diagnostic.self) { try JSONReader.build(two, as: table, of: schema) }
  }

  @Test("values nested too deeply are refused, not followed")
  func depth() {
    let text = "{flex: " + String(repeating: "[", count: 100_000)
    #expect(throws: Diagnostic.self) { try build(text) }
  }

  @Test("text that is no JSON gets an error, whatever it is")
  func mutatedText() {
    var random = SplitMix(state: 7)
    let original = Array(Self.document.utf8)
    for _ in 0..<2000 {
      var bytes = original
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let place = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<3, using: &random) {
        case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
        case 1: bytes.remove(at: place)
        default: bytes.insert(bytes.randomElement(using: &random) ?? 0, at: place)
        }
      }
      guard
        let record = try? JSONReader.build(SourceFile(path: "d.json", bytes: bytes), as: root, of: schema)
      else { continue }
      #expect(throws: Never.self) { try DynamicTable(verifying: record, as: root, of: schema) }
    }
  }

  @Test(
    "whatever is done to a byte, a record is refused or can be walked to its end",
    arguments: [0, 1, 0x7F, 0x80, 0xFF])
  func mutatedBytes(change: UInt8) throws {
    let original = [UInt8](try build(Self.document))
    var accepted = 0
    for place in original.indices {
      var bytes = original
      bytes[place] = change == 0 ? 0 : bytes[place] &+ change
      guard let table = try? DynamicTable(verifying: SharedBytes(bytes), as: root, of: schema) else {
        continue
      }
      accepted += 1
      _ = try? JSONPrinter.print(table)
    }
    #expect(accepted > 0)
  }

  @Test("a record cut short is refused or can be walked to its end")
  func truncated() throws {
    let original = [UInt8](try build(Self.document))
    for count in original.indices {
      let part = SharedBytes(Array(original.prefix(count)))
      if let table = try? DynamicTable(verifying: part, as: root, of: schema) {
        _ = try? JSONPrinter.print(table)
      }
    }
  }

  @Test("names that only look alike are different ones")
  func equivalentNames() throws {
    let (composed, decomposed) = ("\u{e9}", "e\u{301}")
    let record = try build("{title: \"\", flex: {\"\(composed)\": 1, \"\(decomposed)\": 2}}")
    let table = try DynamicTable(verifying: record, as: root, of: schema)
    #expect(try JSONPrinter.print(table).contains(#"{ "e\u0301": 2, "\u00E9": 1 }"#))
    #expect(throws: Diagnostic.self) { try build("{title: \"\", flex: {a: 1, \"a\": 2}}") }
    // To Swift, the Kelvin sign is the letter K.
    let kelvin = "\u{212a}"
    let text = "enum E: int { K } table T { K: int; e: E; }"
    let other = try #require(compile(text).schema)
    func error(_ json: String) throws -> String {
      let error = #expect(throws: Diagnostic.self) {
        try JSONReader.build(SourceFile(path: "d.json", text: json), as: 0, of: other)
      }
      return error?.message ?? ""
    }
    #expect(try error("{\"\(kelvin)\": 1}") == "found '\(kelvin)', which is no field of 'T'")
    #expect(try error("{\"e\": \"\(kelvin)\"}").hasSuffix("expected a member of 'E'"))
    #expect(compile("table K {} table T { a: [ubyte] (nested_flatbuffer: \"\(kelvin)\"); }").schema == nil)
    #expect(compile("enum E: int { K } table T { a: E = \"\(kelvin)\"; }").schema == nil)
    #expect(try #require(compile("table K {}").schema).table(named: kelvin) == nil)
  }

  @Test(
    "a number that is too large for its type is infinite",
    arguments: ["large: 1e999", "large: -1e999", "small: 1e40", "small: \"-1e40\"", "small: inf"])
  func infinite(text: String) throws {
    let record = try build("{title: \"\", \(text)}")
    let table = try DynamicTable(verifying: record, as: root, of: schema)
    #expect(try JSONPrinter.print(table).contains("inf"))
  }
}
