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

  @Test("real numbers have all their digits where the printer is told so, on one line")
  func exactReals() throws {
    let schema = try #require(compile("table T { a: [double]; b: [float]; c: [int]; d: T; }").schema)
    let numbers = "[ 0.1, -0.0, 5e-324, 1.7976931348623157e+308, 1e-300, 123456789012345.67 ]"
    let line = "{ \"a\": \(numbers), \"b\": [ 0.1, 3.4028235e+38, 1e-45 ], \"c\": [ ], \"d\": { } }"
    let record = try JSONReader.build(SourceFile(path: "d.json", text: line), as: 0, of: schema)
    var options = JSONPrinter.Options()
    options.printsExactReals = true
    options.isOneLine = true
    let table = try DynamicTable(verifying: record, as: 0, of: schema)
    #expect(try JSONPrinter.print(table, options: options) == line)
  }

  @Test(
    "records say the same whatever their layout, and another value is found",
    arguments: [
      ("{title: \"a\"}", "{count: 0, title: \"a\", done: false}", true),
      ("{title: \"a\"}", "{title: \"b\"}", false),
      ("{title: \"a\", maybe: 0}", "{title: \"a\"}", false),
      ("{title: \"a\", large: \"nan\"}", "{title: \"a\", large: \"nan\"}", true),
      ("{title: \"a\", large: 1.0}", "{title: \"a\", large: 1.0000000000000002}", false),
      ("{title: \"a\", bytes: [1]}", "{title: \"a\", bytes: [1, 2]}", false),
      ("{title: \"a\", words: [\"x\"]}", "{title: \"a\", words: [\"y\"]}", false),
      ("{title: \"a\", bytes: []}", "{title: \"a\"}", false),
      ("{title: \"a\", inner: {size: 1}}", "{title: \"a\", inner: {size: 1}}", true),
      ("{title: \"a\", inner: {size: 1}}", "{title: \"a\", inner: {size: 2}}", false),
      (
        "{title: \"a\", thing_type: Part, thing: {size: 1}}",
        "{title: \"a\", thing_type: Text, thing: \"x\"}", false
      ),
      (
        "{title: \"a\", things_type: [Part, Text], things: [{}, \"x\"]}",
        "{title: \"a\", things_type: [Part, Text], things: [{}, \"x\"]}", true
      ),
      (
        "{title: \"a\", points: [{x: 1, steps: [1, 2, 3], color: Red}]}",
        "{title: \"a\", points: [{x: 1, steps: [1, 2, 4], color: Red}]}", false
      ),
    ]) func sameValues(first: String, second: String, areSame: Bool) throws
  {
    var forced = JSONReader.Options()
    forced.forcesDefaults = areSame
    let one = try DynamicTable(verifying: build(first), as: root, of: schema)
    let other = try DynamicTable(verifying: build(second, forced), as: root, of: schema)
    #expect(one.holdsSameValues(as: other) == areSame)
    #expect(other.holdsSameValues(as: one) == areSame)
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
