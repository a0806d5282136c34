import FlatBuffersRuntime
import Foundation
import SharedBytes
import Testing

@Suite("Values of FlexBuffers")
struct FlexValueTests {
  static let values: [FlexValue] = [
    .null, true, false, 0, -1, 127, 128, -129, 70_000, .integer(.min), .integer(.max), .unsigned(7),
    .unsigned(.max), 0.5,
    0.1, .real(.infinity), .real(-0.0), "", "Grüße", .string(String(repeating: "x", count: 300)), .blob([]),
    .blob([0, 255]), [], [:], [1, "two", 3.5, .null, true, [], [:]], ["a": 1, "b": ["c": [1, 2, 3]]],
    .vector([FlexValue](repeating: 7, count: 70_000)), ["": "no name", "é": 1, "e\u{301}": 2],
  ]

  @Test("a value is read back as it was built", arguments: values)
  func roundTrip(value: FlexValue) throws {
    let built = try FlexBuffer(value)
    let buffer = try FlexBuffer(verifying: built.bytes)
    #expect(buffer.value == value)
    #expect(buffer == built)
  }

  @Test("values are read in place")
  func reading() throws {
    let buffer = try FlexBuffer([
      "name": "Ann", "age": 42, "height": 1.75, "admin": true, "none": .null, "large": .unsigned(.max),
      "picture": .blob([1, 2, 3]), "scores": [1, 2.5, "three"],
    ])
    guard let root = buffer.root else {
      Issue.record("there is no root")
      return
    }
    let (count, isMap, isVector) = (root.count, root.isMap, root.isVector)
    #expect(count == 8 && isMap && !isVector)
    let name = root["name"]?.string
    let bytes = root["name"]?.bytes?.byteCount
    let age = (root["age"]?.integer, root["age"]?.unsigned, root["age"]?.real, root["age"]?.string)
    #expect(name == "Ann" && bytes == 3)
    #expect(age.0 == 42 && age.1 == 42 && age.2 == 42 && age.3 == nil)
    let height = (root["height"]?.real, root["height"]?.integer)
    #expect(height.0 == 1.75 && height.1 == nil)
    let admin = (root["admin"]?.bool, root["admin"]?.integer)
    #expect(admin.0 == true && admin.1 == nil)
    let isNull = root["none"]?.isNull
    #expect(isNull == true)
    let large = (root["large"]?.integer, root["large"]?.unsigned)
    #expect(large.0 == nil && large.1 == .max)
    let picture = (root["picture"]?.bytes?.byteCount, root["picture"]?.string)
    #expect(picture.0 == 3 && picture.1 == nil)
    let scores = (root["scores"]?.count, root["scores"]?[2]?.string, root["scores"]?.isVector)
    #expect(scores.0 == 3 && scores.1 == "three" && scores.2 == true)
    let keys = (0..<count).map { root.key(at: $0) ?? "" }
    #expect(keys == keys.sorted())
  }

  @Test("what is not there is nil")
  func absence() throws {
    let buffer = try FlexBuffer(["list": [1]])
    guard let root = buffer.root else {
      Issue.record("there is no root")
      return
    }
    let hits = [
      root["absent"] != nil, root[1] != nil, root[-1] != nil, root["list"]?[1] != nil,
      root["list"]?["list"] != nil, root.key(at: 1) != nil, root.key(at: -1) != nil, root.string != nil,
    ]
    #expect(hits == [Bool](repeating: false, count: hits.count))
    #expect(FlexBuffer().isEmpty)
    #expect(FlexBuffer().value == .null)
  }

  @Test("names are told apart by their bytes, in maps and in their entries")
  func names() {
    let one: FlexMap = ["\u{e9}": 1]
    let other: FlexMap = ["e\u{301}": 1]
    #expect(one != other && one.entries[0] != other.entries[0])
    #expect(FlexMap([(key: "\u{e9}", value: 1), (key: "e\u{301}", value: 2)]).count == 2)
  }

  @Test("a name with a zero in it is refused, and what nests too deep")
  func refused() throws {
    var error = #expect(throws: BuildError.self) { try FlexBuffer(["a\0b": 1]) }
    #expect(error?.code == .zeroInName)
    #expect(error?.description.contains(#""a\0b""#) == true)
    var deep: FlexValue = 1
    for _ in 1..<Verifier.Options().maxDepth { deep = [deep] }
    #expect(try FlexBuffer(verifying: FlexBuffer(deep).bytes).value == deep)
    error = #expect(throws: BuildError.self) { try FlexBuffer([deep]) }
    #expect(error?.code == .tooDeep)
  }

  @Test("what is no FlexBuffer is refused", arguments: [[], [1], [1, 2], [200, 40, 1], [0, 4, 3]])
  func damaged(bytes: [UInt8]) {
    #expect(throws: VerificationError.self) { try FlexBuffer(verifying: bytes) }
  }

  @Test("a value is coded as JSON, and read from it")
  func coding() throws {
    let value: FlexValue = ["a": [1, -2.5, "x", true, .null], "b": .unsigned(.max), "c": [:]]
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    let json = try encoder.encode(FlexBuffer(value))
    #expect(
      String(decoding: json, as: UTF8.self)
        == #"{"a":[1,-2.5,"x",true,null],"b":18446744073709551615,"c":{}}"#)
    #expect(try JSONDecoder().decode(FlexBuffer.self, from: json).value == value)
  }

  @Test("maps keep their names in order and once")
  func maps() {
    var map: FlexMap = ["b": 1, "a": 2, "b": 3]
    #expect(map.entries.map(\.key) == ["a", "b"])
    #expect(map["b"] == 3)
    map["é"] = 1
    map["e\u{301}"] = 2
    #expect(map.count == 4)
    map["a"] = .null
    #expect(map["a"] == .null)
    map["a"] = nil
    map["not there"] = nil
    #expect(map["a"] == nil && map.count == 3)
  }
}
