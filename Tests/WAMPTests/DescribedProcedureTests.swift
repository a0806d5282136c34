import FlatBuffersReflection
import FlatBuffersRuntime
import SharedBytes
import Testing

@testable import WAMP

/// Calling procedures by what a router told of them.
@Suite struct DescribedProcedureTests {
  /// What a realm with ``InventoryText`` tells of one of its procedures.
  private static func described(
    _ uri: String, takesRecords: Bool = false, _ text: String = InventoryText.whole
  ) throws -> DescribedProcedure {
    let loaded = try LoadedSchema.inventory([InventoryText.embedded(text)])
    let schema = DescribedSchema(loaded[0]) { "\($0.count)" }
    let interface = try #require(schema.interfaces.first { $0.method.uri == uri }?.interface)
    var description = InterfaceDescription(uri)
    description.add(interface)
    description.takesRecords = takesRecords
    return try DescribedProcedure(description, schema.identity, schema.bytes, hash: "\(schema.bytes.count)")
  }

  private static func text(_ answer: DescribedProcedure.Answer) throws -> String {
    guard case .record(let table?) = answer else { return "\(answer)" }
    return try JSONPrinter.print(table, options: .lossless(isOneLine: true))
  }

  /// What a realm tells of one procedure of a table that it exposes, whose rows are `t.Found`.
  private static func described(_ procedure: TableProcedure) throws -> DescribedProcedure {
    let loaded = try LoadedSchema.inventory([InventoryText.embedded()])
    let schema = DescribedSchema(loaded[0]) { "\($0.count)" }
    let table = try #require(DescribedTable(schema, of: "t.Found", key: [("count", "uint")]))
    var description = InterfaceDescription("com.t.\(procedure.rawValue)")
    description.add(procedure, of: table)
    return try DescribedProcedure(description, schema.identity, schema.bytes, hash: "\(schema.bytes.count)")
  }

  @Test func `arguments become the record, in their order or by the names of the fields`() throws {
    let find = try Self.described("com.t.find", takesRecords: true)
    let expected = try InventoryText.record(
      "Query", #"{ "text": "x", "near": { "x": 1, "y": 2 }, "limit": 3 }"#)
    let near: Value = ["x": 1, "y": 2]
    for (list, keywords) in [
      ([["text": "x", "near": near, "limit": 3]], [:]), (["x", near], ["limit": 3]),
    ] as [([Value], [String: Value])] {
      for form in RecordForm.allCases {
        #expect(try find.payload(of: list, keywords, form: form) == .record(expected, form: form))
      }
    }
  }

  @Test func `who is not known to take records gets plain arguments`() throws {
    let find = try Self.described("com.t.find")
    #expect(
      try find.payload(of: ["x", ["x": 1, "y": 2]], [:], form: .passthru) == .plain(["x", ["x": 1, "y": 2]]))
    let whole = try find.payload(of: [["text": "x", "limit": 3]], [:], form: .passthru)
    let (list, keywords) = try whole.arguments()
    #expect(list.first == "x" && keywords["limit"] == 3)
  }

  @Test func `one map is the first argument where that is one itself`() throws {
    let text = """
      include "flatwire.fbs";
      namespace t;
      table Part { name: string; }
      table Whole { part: Part; other: int; }
      rpc_service S (type: "interface", wampuri: "com.t") { put (Whole): Part; }
      """
    let put = try Self.described("com.t.put", takesRecords: true, text)
    #expect(
      try put.payload(of: [["name": "x"]], [:], form: .passthru)
        == .record(InventoryText.record("Whole", #"{ "part": { "name": "x" } }"#, text), form: .passthru))
  }

  @Test(
    arguments: [
      ([7], [:], "argument 'text': found"), ([], [:], "found no 'text', which is required"),
      (["x", ["x": 1]], [:], "argument 'near': found an object"),
      ([["text": "x", "limit": -1]], [:], "argument 'limit': found '-1'"),
      ([["text": "x", "other": 1]], [:], "argument 'other': found 'other', which is no field"),
      (["x"], ["no": 1], "found the keyword argument \"no\""),
    ] as [([Value], [String: Value], String)])
  func `arguments that are wrong are not sent`(list: [Value], keywords: [String: Value], message: String)
    throws
  {
    for takesRecords in [true, false] {
      let find = try Self.described("com.t.find", takesRecords: takesRecords)
      let error = #expect(throws: WAMPError.self) { try find.payload(of: list, keywords, form: .passthru) }
      #expect(error?.code == .invalidArgument)
      #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }
  }

  @Test func `rules for values hold before anything is sent`() throws {
    let visit = try Self.described("com.t.visit")
    let error = #expect(throws: WAMPError.self) { try visit.payload(of: [0], [:], form: .passthru) }
    #expect(error?.message.hasPrefix("argument 'session': found 0") == true, "\(error?.message ?? "")")
  }

  @Test func `a result is the record, in whatever form it comes`() throws {
    let find = try Self.described("com.t.find")
    let record = try InventoryText.record("Found", #"{ "count": 2, "names": ["a"] }"#)
    let results: [Payload] =
      RecordForm.allCases.map { .record(record, form: $0) } + [
        .plain([2, ["a"]]), .plain([2, ["a"], .null]),
      ]
    for result in results {
      #expect(try Self.text(find.result(result)) == #"{ "count": 2, "names": [ "a" ] }"#)
    }
  }

  @Test func `bytes alone may be a result's first argument`() throws {
    let text = """
      include "flatwire.fbs";
      namespace t;
      table Raw { bytes: [ubyte]; }
      rpc_service S (type: "interface", wampuri: "com.t") { raw (Void): Raw; done (Raw): Void; }
      """
    let raw = try Self.described("com.t.raw", text)
    #expect(try Self.text(raw.result(.plain([.bytes(SharedBytes([1, 2]))]))) == #"{ "bytes": [ 1, 2 ] }"#)
    // Nothing is said of a record without fields.
    let done = try Self.described("com.t.done", text)
    guard case .record(nil) = try done.result(.none) else { throw Unexpected() }
    #expect(try raw.payload(of: [], [:], form: .passthru) == .none)
  }

  @Test(
    arguments: [
      (.plain(["x"]), "argument 'count': found"), (.plain([1, [], 3]), "found 3 arguments"),
      (.binaryArgument(SharedBytes([UInt8](repeating: 9, count: 16))), "offset 151587081"),
      (.passthru(PassthruPayload(SharedBytes([1]), scheme: "mqtt", cipher: "x")), "found opaque bytes"),
    ] as [(Payload, String)])
  func `a result that is wrong is an error with the path`(result: Payload, message: String) throws {
    let find = try Self.described("com.t.find")
    let error = #expect(throws: WAMPError.self) { try find.result(result) }
    #expect(error?.code == .invalidPayload)
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
  }

  @Test func `a table is asked in plain arguments, and its rows are records`() throws {
    let get = try Self.described(.get)
    #expect(
      try get.payload(of: [7], ["hash": true], form: .passthru)
        == Payload(arguments: [7], keywords: ["hash": true]))
    #expect(try Self.text(get.result(.plain([2, ["a"]]))) == #"{ "count": 2, "names": [ "a" ] }"#)
    // It says more than the row does.
    let hashed = Payload(arguments: [2, ["a"]], keywords: ["hash": "0"])
    guard case .plain(hashed) = try get.result(hashed) else { throw Unexpected() }

    let list = try Self.described(.list)
    #expect(
      try Self.text(list.result(.plain([2, ["a"]]), isPart: true)) == #"{ "count": 2, "names": [ "a" ] }"#)
    let end = Payload(arguments: [], keywords: ["count": 1])
    guard case .plain(end) = try list.result(end) else { throw Unexpected() }
  }

  @Test func `a row that is to be stored is checked, with the hash beside it`() throws {
    let put = try Self.described(.put)
    let payload = try put.payload(of: [2, ["a"]], ["if_hash": "0"], form: .passthru)
    #expect(payload == Payload(arguments: [2, ["a"]], keywords: ["if_hash": "0"]))
    let whole = try put.payload(of: [["count": 2]], ["if_hash": "0"], form: .passthru)
    let (values, keywords) = try whole.arguments()
    #expect(values.first == 2 && keywords["if_hash"] == "0")
    #expect(throws: WAMPError.self) { try put.payload(of: ["x"], [:], form: .passthru) }
    #expect(throws: WAMPError.self) {
      try Self.described(.insert).payload(of: [2], ["if_hash": "0"], form: .passthru)
    }
    let commit = Payload.plain([5])
    guard case .plain(commit) = try put.result(commit) else { throw Unexpected() }
  }

  private struct Unexpected: Error {}

  @Test func `bytes that are not what was told are refused`() throws {
    let embedded = try InventoryText.embedded()
    let identity = SchemaIdentity(name: "t", hash: "h", fingerprint: 0)
    var description = InterfaceDescription("com.t.find")
    description.request = .init(record: "t.Query")
    description.response = .init(record: "t.Nothing")
    func refusal(_ bytes: SharedBytes, hash: String) -> String? {
      let error = #expect(throws: WAMPError.self) {
        try DescribedProcedure(description, identity, bytes, hash: hash)
      }
      #expect(error?.code == .invalidPayload)
      return error?.message
    }
    #expect(refusal(embedded.bytes, hash: "g") == "the schema t: found bytes of the hash g, expected h")
    #expect(refusal(SharedBytes([1, 2, 3]), hash: "h")?.hasPrefix("the schema t can't be loaded: ") == true)
    #expect(refusal(embedded.bytes, hash: "h") == "the schema t has no table \"t.Nothing\"")
  }
}
