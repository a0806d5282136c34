import FlatBuffersRuntime
import FlatBuffersReflection
import Foundation
import SharedBytes
import Testing

/// FlexBuffers in fields, from us to C++ and from C++ to us.
@Suite("FlexBuffers and C++")
struct FlexBufferTests {
  static let text = "table Holder { any: [ubyte] (flexbuffer); } root_type Holder;"

  @Test("a FlexBuffer that one builds the other accepts and prints", arguments: 0..<10)
  func bothWays(group: Int) throws {
    let schema = try Museum.schema(of: Self.text)
    let root = try #require(schema.rootTable)
    let reference = try ReferenceSchema(parsing: Self.text)
    var dice = Dice(seed: group)
    for index in 0..<50 {
      let json = "{\"any\": [\(Self.value(&dice, depth: 4))]}"
      let ours = try JSONReader.build(SourceFile(path: "any.json", text: json), as: root, of: schema)
      let theirs = try reference.build(json)
      let printed = try JSONPrinter.print(DynamicTable(verifying: ours, as: root, of: schema))
      #expect(try JSONPrinter.print(DynamicTable(verifying: theirs, as: root, of: schema)) == printed)
      #expect(try reference.print(ours) == printed, "\(index): \(json)")
      #expect(try reference.print(theirs) == printed, "\(index): \(json)")
      for record in [ours, theirs] {
        let table = try DynamicTable(verifying: record, as: root, of: schema)
        guard case .vector(let vector)? = table["any"], let bytes = vector.bytes else {
          Issue.record("\(index): \(json) lost its value")
          continue
        }
        #expect(Reference.verifyFlexBuffer(bytes), "\(index): \(json)")
      }
    }
  }

  @Test("values of all types that C++ builds are read")
  func allTypes() throws {
    let buffer = try FlexBuffer(verifying: Reference.flexBuffer())
    let ints: FlexValue = [0, 100, 200, 300, 400]
    let expected: FlexValue = [
      "null": .null, "bool": true, "int": -5, "long": .integer(.min), "unsigned": .unsigned(.max),
      "float": 0.25,
      "double": 0.1, "indirect int": -70000, "indirect unsigned": .unsigned(70000), "indirect double": 0.1,
      "string": "Grüße", "blob": .blob([0, 255, 7]), "key": "a key", "ints": ints,
      "unsigneds": .vector((0..<5).map { .unsigned($0) }), "doubles": [0.0, 0.5, 1.0, 1.5, 2.0],
      "bools": [true, false], "keys": ["x", "y"], "three": [-1, 300, 5], "two": [0.5, -1e300],
      "mixed": [1, "two", [:]],
    ]
    #expect(buffer.value == expected)
    guard case .map(let map) = expected, let root = buffer.root else {
      Issue.record("there is no map")
      return
    }
    for entry in map.entries {
      let found = root[entry.key]?.value
      #expect(found == entry.value, "\(entry.key)")
    }
    let third = root["ints"]?[2]?.integer
    let key = root["keys"]?[1]?.string
    #expect(third == 200 && key == "y")
  }

  @Test("what we build of values C++ accepts", arguments: 0..<20)
  func values(seed: Int) throws {
    var dice = Dice(seed: seed)
    for _ in 0..<50 {
      let text = Self.value(&dice, depth: 5)
      let value = try JSONDecoder().decode(FlexValue.self, from: Data(text.utf8))
      let buffer = try FlexBuffer(value)
      #expect(Reference.verifyFlexBuffer(buffer.bytes), "\(text)")
      #expect(try FlexBuffer(verifying: buffer.bytes).value == value, "\(text)")
    }
  }

  /// The text of a random value.
  private static func value(_ dice: inout Dice, depth: Int) -> String {
    switch dice.below(depth > 0 ? 9 : 6) {
    case 0: return dice.one(of: ["true", "false", "null"])
    case 1: return "\(dice.integer(Int8.self))"
    case 2: return "\(dice.integer(Int64.self))"
    // Not more: release 2.0.8 reads larger numbers as negative ones.
    case 3: return "\(dice.integer(UInt64.self) >> 1)"
    case 4: return "\(Double(dice.below(200_000) - 100_000) / 64)"
    case 5: return "\"" + dice.one(of: ["", "word", "two words", "Grüße", "a\\\"b", "\\n"]) + "\""
    case 6: return "[" + dice.list { value(&$0, depth: depth - 1) }.joined(separator: ", ") + "]"
    default:
      let members = dice.list { value(&$0, depth: depth - 1) }.enumerated()
      return "{" + members.map { "\"k\(9 - $0.offset)\": \($0.element)" }.joined(separator: ", ") + "}"
    }
  }
}
