import FlatBuffersRuntime
import FlatBuffersLanguage
import FlatBuffersReflection
import Foundation
import SharedBytes
import Testing

/// Drafts in JSON, beside what the schema's own printer and reader make of the same records.
@Suite("Coding")
struct CodingTests {
  static func schema(_ name: String) throws -> Schema {
    try #require(
      SchemaCompiler.compile("\(testFolder)/Schemas/\(name).fbs", files: .disk).schema)
  }

  static func checked<T: FlatTable & ~Escapable>(
    _ draft: T.Draft, as type: T.Type, schema name: String
  ) throws where T.Draft: Equatable & Codable {
    let schema = try schema(name)
    let root = try #require(schema.rootTable)
    let coded = try JSONEncoder().encode(draft)
    #expect(try JSONDecoder().decode(T.Draft.self, from: coded) == draft)
    let bytes = try RecordBuffer<T>(draft).bytes
    let printed = try JSONPrinter.print(DynamicTable(verifying: bytes, as: root, of: schema))
    let ours = try JSONSerialization.jsonObject(with: coded) as? NSDictionary
    let theirs = try JSONSerialization.jsonObject(with: Data(printed.utf8)) as? NSDictionary
    #expect(ours == theirs)
    #expect(try JSONDecoder().decode(T.Draft.self, from: Data(printed.utf8)) == draft)
  }

  @Test("a draft's JSON is what the schema's printer prints, and both are read back")
  func everything() throws {
    var draft = RoundTripTests.full()
    draft.endless = 1
    try Self.checked(draft, as: Node.self, schema: "everything")
    try Self.checked(WideTests.full(), as: Box.self, schema: "wide")
  }

  @Test("absent fields have their defaults, and names of members are read in every spelling")
  func defaults() throws {
    let text = Self.minimal(
      and: """
        "grid": {"corners": [{"id": 1, "weight": 0}, {"id": 1, "weight": 0},
         {"id": 1, "weight": 0}, {"id": 1, "weight": 0}], "suits": ["hearts", 0], "name": [1, 2, 3]}
        """)
    let draft = try JSONDecoder().decode(Box.Draft.self, from: Data(text.utf8))
    #expect(draft.title == "un\"titled\"")
    #expect(draft.main == .text("m"))
    #expect(draft.grid?.suits == FixedArray([.hearts, .clubs])!)
  }

  /// A box with the fields it requires, and some more.
  static func minimal(and fields: String) -> String {
    """
    {"main_type": "Text", "main": "m", "needed_type": [], "needed": [], "floats": [], "far_name": "",
     "cell_block": [], \(fields)}
    """
  }

  @Test("a nested FlatBuffer is a record in JSON, and its bytes are read, too")
  func nested() throws {
    let bytes = Array(try RecordBuffer<TestWideItem>(.init(key: "inside", value: 5)).bytes)
    for inner in ["{\"key\": \"inside\", \"value\": 5}", "\(bytes)"] {
      let text = Self.minimal(and: "\"inner\": \(inner)")
      #expect(try JSONDecoder().decode(Box.Draft.self, from: Data(text.utf8)).inner == bytes)
    }
    var draft = WideTests.full()
    draft.inner = bytes
    try Self.checked(draft, as: Box.self, schema: "wide")
    for other in [[], [1, 2, 3]] as [[UInt8]] {
      draft.inner = other
      let coded = try JSONEncoder().encode(draft)
      #expect(try JSONDecoder().decode(Box.Draft.self, from: coded).inner == other)
    }
  }

  @Test("a FlexBuffer is its value in JSON")
  func flexBuffer() throws {
    var draft = WideTests.full()
    draft.flexible = try FlexBuffer(["a": [1, 2.5, "three", true, .null], "b": ["c": .unsigned(.max)]])
    try Self.checked(draft, as: Box.self, schema: "wide")
    let text = Self.minimal(and: "\"flexible\": {\"a\": [1, -70000, \"x\"]}")
    let read = try JSONDecoder().decode(Box.Draft.self, from: Data(text.utf8)).flexible
    #expect(read?.value == ["a": [1, -70000, "x"]])
    let refused = Self.minimal(and: "\"flexible\": {\"a\\u0000b\": 1}")
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Box.Draft.self, from: Data(refused.utf8)) }
  }

  @Test("unions without a member may say so")
  func noMember() throws {
    let text = Self.minimal(
      and: "\"part_type\": \"NONE\", \"part\": null, \"parts_type\": [\"NONE\"], \"parts\": [null]")
    let draft = try JSONDecoder().decode(Box.Draft.self, from: Data(text.utf8))
    #expect(draft.part == nil)
    #expect(draft.parts == [nil])
  }

  @Test("flags are described by their names, as they are coded")
  func flags() {
    #expect("\([.read, .write] as Rights)" == "read write")
    #expect("\(Rights(rawValue: 2))" == "write")
    #expect("\(Rights(rawValue: 6))" == "6")
    #expect("\(Rights())" == "0")
  }

  @Test("a table that requires itself has no draft, and JSON of one is an error")
  func impossible() throws {
    #expect(Epsilon.Draft.isImpossible && Zeta.Draft.isImpossible && !Eta.Draft.isImpossible)
    #expect(Eta.Draft.blank == Eta.Draft())
    #expect(try JSONDecoder().decode(Eta.Draft.self, from: Data("{\"value\": 5}".utf8)).value == 5)
    for text in ["{\"epsilon\": {}}", "{\"epsilon\": {\"zeta\": {\"epsilon\": {}}}}"] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Eta.Draft.self, from: Data(text.utf8)) }
    }
  }

  @Test("a draft equals and hashes as another one with the same fields, and differs by each of them")
  func equality() throws {
    var draft = RoundTripTests.full()
    #expect(draft == RoundTripTests.full())
    #expect(Set([draft, RoundTripTests.full()]).count == 1)
    draft.children = ["first", "second"].map { RoundTripTests.small($0, .leaf(.init(label: ""))) }
    let changes: [(inout Node.Draft) -> Void] = [
      { $0.aBool.toggle() }, { $0.child = nil },
      // Vectors of tables: another count, none instead of an empty one, a difference at either end.
      { $0.leaves.append(.init(label: "z")) }, { $0.leaves.removeLast() }, { $0.leaves = [] },
      { $0.leaves[0].label = "z" }, { $0.children = [] }, { _ = $0.children?.removeLast() },
      { $0.children?[0].name = "z" }, { $0.children?[1].name = "z" }, { $0.children?[1].leaf.label = "z" },
      { $0.nick = nil }, { $0.segment.visible = false }, { $0.leaf.label = "other" }, { $0.children = nil },
      { $0.child?.name = "other" }, { $0.leaves[1].label = "z" },
      { $0.mainContent = .leaf(.init(label: "")) },
      { $0.shared?.next = nil }, { $0.doubles = [] }, { $0.names?.append("") }, { $0.maybeSize = nil },
    ]
    for change in changes {
      var other = draft
      change(&other)
      #expect(other != draft && draft != other && Set([draft, other]).count == 2)
      #expect(other == other && Set([other, other]).count == 1)
    }
    var (absent, empty) = (draft, draft)
    absent.children = nil
    empty.children = []
    #expect(absent != empty && empty != absent && Set([absent, empty]).count == 2)
    let box = WideTests.full()
    #expect(box == WideTests.full() && Set([box, WideTests.full()]).count == 1)
  }

  @Test("a value out of line is described as one in line")
  func indirect() {
    #expect(String(reflecting: Indirect(wrappedValue: "x")) == String(reflecting: "x"))
  }

  @Test("zero keeps its sign, in a record and in JSON")
  func negativeZero() throws {
    let draft = Number.Draft(number: -0.0)
    let buffer = try RecordBuffer<Number>(draft)
    #expect(buffer.record.number.sign == .minus)
    let coded = try JSONEncoder().encode(draft)
    #expect(try JSONDecoder().decode(Number.Draft.self, from: coded).number.sign == .minus)
  }

  @Test(
    "what does not fit the schema is an error",
    arguments: [
      "{}", "{\"main_type\": \"Nobody\", \"main\": 1}", "{\"main_type\": 77, \"main\": {}}",
      "{\"main_type\": \"Text\", \"main\": {}, \"needed_type\": [], \"needed\": []}",
      minimal(and: "\"part\": \"a member without its type\""),
      minimal(and: "\"part_type\": \"NONE\", \"part\": \"a member of none\""),
      minimal(and: "\"part_type\": \"\""),
      minimal(and: "\"parts\": [\"members without types\"]"),
      minimal(and: "\"parts_type\": [\"Text\"], \"parts\": [\"one\", \"more than types\"]"),
      minimal(and: "\"parts_type\": [\"Text\"], \"parts\": []"),
      minimal(and: "\"parts_type\": [\"NONE\"], \"parts\": [\"not none\"]"),
    ])
  func errors(text: String) {
    #expect(throws: DecodingError.self) { try JSONDecoder().decode(Box.Draft.self, from: Data(text.utf8)) }
  }
}
