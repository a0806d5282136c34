import FlatBuffersRuntime
import FlatBuffersLanguage
import FlatBuffersReflection
import SharedBytes
import Testing

@Suite("Records by their schema")
struct ReflectiveVerifierTests {
  /// `{a: 7, s: "hi"}` as the format's specification lays it out.
  static let record: [UInt8] = [
    12, 0, 0, 0, 8, 0, 12, 0, 4, 0, 8, 0, 8, 0, 0, 0, 7, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0, 0x68, 0x69, 0, 0,
  ]

  func schema() throws -> Schema {
    try #require(compile("table T { a:int; s:string (required); b:float; } root_type T;").schema)
  }

  @Test("a record is walked by the names of its fields")
  func walk() throws {
    let table = try DynamicTable(verifying: SharedBytes(Self.record), as: 0, of: schema())
    guard case .integer(7)? = table["a"] else { return #expect(Bool(false)) }
    #expect(table["s"]?.text == "hi")
    // What is absent has its default, as in generated code.
    guard case .real(0)? = table["b"] else { return #expect(Bool(false)) }
    #expect(try table[#require(table.definition.field(named: "b"))] == nil)
    #expect(table["c"] == nil)
  }

  @Test("JSON has the fields that are there, or all with their defaults")
  func json() throws {
    let table = try DynamicTable(verifying: SharedBytes(Self.record), as: 0, of: schema())
    #expect(try JSONPrinter.print(table) == "{\n  \"a\": 7,\n  \"s\": \"hi\"\n}\n")
    var options = JSONPrinter.Options()
    options.printsDefaults = true
    options.quotesNames = false
    #expect(try JSONPrinter.print(table, options: options) == "{\n  a: 7,\n  s: \"hi\",\n  b: 0.0\n}\n")
  }

  @Test("a fault is named with the path to it")
  func fault() throws {
    var bytes = Self.record
    bytes.replaceSubrange(20..<24, with: [0xF0, 0xFF, 0xFF, 0xFF])
    let schema = try schema()
    #expect {
      try ReflectiveVerifier.verify(SharedBytes(bytes), as: 0, of: schema)
    } throws: {
      "\($0)" == "T.s: offset 4294967280 leaves the buffer"
    }
  }

  @Test("a record cut short anywhere is refused", arguments: 0..<31)
  func truncated(count: Int) throws {
    let schema = try schema()
    #expect(throws: VerificationError.self) {
      try ReflectiveVerifier.verify(SharedBytes(Array(Self.record.prefix(count))), as: 0, of: schema)
    }
  }

  @Test("a required field that is deprecated may be absent: nothing writes it any more")
  func deprecatedRequired() throws {
    let schema = try #require(
      compile("table T { a:string (required, deprecated); b:int; } root_type T;").schema)
    let record = try JSONReader.build(
      SourceFile(path: "d.json", text: "{\"b\": 1}"), as: 0, of: schema)
    let table = try DynamicTable(verifying: record, as: 0, of: schema)
    guard case .integer(1)? = table["b"] else { return #expect(Bool(false)) }
    #expect(try JSONPrinter.print(table) == "{\n  \"b\": 1\n}\n")
  }

  @Test("a union's tag is the field before it, whatever the order of declaration")
  func shuffledUnions() throws {
    let schema = try #require(
      compile(
        """
        table A { x:int; } union U { A, Text:string }
        table T { k:int (id: 6, key); v:[U] (id: 5); b:U (id: 3); a:U (id: 1); }
        """
      ).schema)
    let root = try #require(schema.table(named: "T"))
    let text =
      "{ a_type: \"Text\", a: \"t\", b_type: \"A\", b: {x: 1}, v_type: [A, NONE], v: [{x: 2}, null] }"
    let record = try JSONReader.build(SourceFile(path: "d.json", text: text), as: root, of: schema)
    let table = try DynamicTable(verifying: record, as: root, of: schema)
    let printed = try JSONPrinter.print(table).filter { $0 != " " && $0 != "\n" }
    #expect(
      printed
        == #"{"a_type":"Text","a":"t","b_type":"A","b":{"x":1},"v_type":["A","NONE"],"v":[{"x":2},null],"k":0}"#
    )
  }

  @Test("tables take time for what they have, not for what their schema could have")
  func manyUnions() throws {
    let unions = (0..<3000).map { "u\($0):U;" }.joined()
    let schema = try #require(
      compile("table X {} union U { X } table T { v:[T]; \(unions) } root_type T;").schema)
    let root = try #require(schema.rootTable)
    let tables = [String](repeating: "{}", count: 20).joined(separator: ",")
    let text = "{ \"v\": [\(tables)], u2999_type: \"X\", u2999: {} }"
    let record = try JSONReader.build(SourceFile(path: "d.json", text: text), as: root, of: schema)
    let time = try cpuTime {
      let table = try DynamicTable(verifying: record, as: root, of: schema)
      _ = try JSONPrinter.print(table)
    }
    #expect(time < .seconds(5), "\(time)")
  }

  @Test(
    "what is shared is paid for by its length, or a small record would be printed as a large text",
    arguments: [
      ("table T { v:[string]; w:[T]; }", "{ \"v\": [ELEMENTS] }", "\"LONG\""),
      ("table S { s:string; } table T { v:[S]; }", "{ \"v\": [ELEMENTS] }", "{ \"s\": \"LONG\" }"),
      (
        "union U { Text:string } table T { v:[U]; }", "{ \"v_type\": [TAGS], \"v\": [ELEMENTS] }",
        "\"LONG\""
      ),
    ])
  func sharedStrings(text: String, json: String, element: String) throws {
    let schema = try #require(compile(text).schema)
    let root = try #require(schema.table(named: "T"))
    var options = JSONReader.Options()
    options.sharesStrings = true
    func record(_ count: Int) throws -> SharedBytes {
      let short = String(repeating: "x", count: 1000)
      func list(_ part: String) -> String { [String](repeating: part, count: count).joined(separator: ",") }
      let document =
        json.replacing("TAGS", with: list("\"Text\""))
        .replacing("ELEMENTS", with: list(element)).replacing("LONG", with: short)
      return try JSONReader.build(
        SourceFile(path: "d.json", text: document), as: root, of: schema, options: options)
    }
    var limits = Verifier.Options()
    limits.maxTables = 1000
    #expect(throws: Never.self) {
      try ReflectiveVerifier.verify(record(40), as: root, of: schema, options: limits)
    }
    let error = #expect(throws: VerificationError.self) {
      try ReflectiveVerifier.verify(record(900), as: root, of: schema, options: limits)
    }
    #expect(error?.fault == .tooManyElements)
  }

  @Test("the bound on elements is the caller's, if there is one")
  func maxElements() throws {
    let schema = try #require(compile("table T { v:[string]; }").schema)
    let root = try #require(schema.table(named: "T"))
    let record = try JSONReader.build(
      SourceFile(path: "d.json", text: "{ \"v\": [\"a\", \"b\"] }"), as: root, of: schema)
    var limits = Verifier.Options()
    limits.maxElements = 1
    let error = #expect(throws: VerificationError.self) {
      try ReflectiveVerifier.verify(record, as: root, of: schema, options: limits)
    }
    #expect(error?.fault == .tooManyElements)
    limits.maxElements = nil
    limits.maxTables = .max
    #expect(throws: Never.self) {
      try ReflectiveVerifier.verify(record, as: root, of: schema, options: limits)
    }
  }

  @Test(
    "a million strings that many tables share are refused, not visited again and again",
    .timeLimit(.minutes(10)))
  func sharedVectors() throws {
    let schema = try #require(
      compile("table Leaf { names:[string]; } table T { leaves:[Leaf]; } root_type T;").schema)
    let leaves = 20_000
    let names = 20_000
    var bytes: [UInt8] = []
    func append(_ numbers: Int...) {
      for number in numbers {
        for index in 0..<4 { bytes.append(UInt8(truncatingIfNeeded: number >> (index * 8))) }
      }
    }
    // The root's offset, a vtable of 6 bytes with one field at 4 that all tables share, and the root.
    append(12, 0x0008_0006, 0x0000_0004, 8, 4, leaves)
    let firstLeaf = 24 + leaves * 4
    for index in 0..<leaves { append(firstLeaf + index * 8 - (24 + index * 4)) }
    let vector = firstLeaf + leaves * 8
    for index in 0..<leaves { append(firstLeaf + index * 8 - 4, vector - (firstLeaf + index * 8 + 4)) }
    append(names)
    for index in 0..<names { append((names - index) * 4) }
    append(0, 0)
    let record = SharedBytes(bytes)
    #expect {
      try ReflectiveVerifier.verify(record, as: schema.rootTable ?? 0, of: schema)
    } throws: {
      ($0 as? VerificationError)?.fault == .tooManyElements
    }
  }
}
