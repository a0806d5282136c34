import FlatBuffersRuntime
@testable import FlatBuffersLanguage
@testable import FlatBuffersReflection
import SeededRandom
import SharedBytes
import Testing

// What is refused, and how that is told.
extension JSONTests {
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
        "d.json:1:9: error: found an array, expected the bytes of a 'shop.Part': Part: 2 bytes are too few for a FlatBuffer"
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
    var random = SplitMix64(seed: 7)
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
}
