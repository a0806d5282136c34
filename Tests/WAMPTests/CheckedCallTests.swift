import FlatBuffersRuntime
import SharedBytes
import Testing

@testable import WAMP

/// Payloads of calls and of what answers them, held against an inventory.
@Suite struct CheckedCallTests {
  private func scene(_ validation: PayloadValidation = .refuse) throws -> CallScene {
    var scene = CallScene(table: try InventoryText.table(validation))
    try scene.register("com.t.find")
    try scene.register("com.t.visit")
    return scene
  }

  private func query(_ json: String = #"{"text": "x"}"#) throws -> SharedBytes {
    try InventoryText.record("Query", json)
  }

  private static let rich =
    #"{"text": "x", "near": {"x": 1, "y": 2}, "tags": [{"name": "a", "tags": [{"name": "b"}]}], "#
    + #""any_type": "Note", "any": {"text": "n"}, "many_type": ["Tag", "Note"], "#
    + #""many": [{"name": "c"}, {}], "order": "byID", "limit": 3, "raw": [1, 2]}"#

  @Test(arguments: RecordForm.allCases, [#"{"text": "x"}"#, Self.rich])
  func `a record that is right reaches the callee as it is, in any form`(
    form: RecordForm, json: String
  ) throws {
    var scene = try scene()
    let payload = Payload.record(try query(json), form: form)
    let call = try scene.call("com.t.find") { $0.payload = payload }
    #expect(call.invocation.payload.record?.bytes == payload.record?.bytes)
    #expect(scene.realm.activity.payloads == PayloadCounts(accepted: 1))
  }

  @Test(
    arguments: [
      .plain(["x"]), .plain(["x", ["x": 1, "y": 2.5], [["name": "a"]], "Note", ["text": "n"]]),
      .plain(["x", .null, .null, .null, .null, ["Tag", "Note"], [["name": "a"], [:]], "byID"]),
      .plain(["x"], ["limit": 3, "raw": .bytes(SharedBytes([1]))]), .plain(["x", .null]),
      .plain(["x"] + Array(repeating: .null, count: 20)),
    ] as [Payload])
  func `plain arguments that are right reach the callee`(payload: Payload) throws {
    var scene = try scene()
    #expect(try scene.call("com.t.find") { $0.payload = payload }.invocation.payload == payload)
  }

  @Test(
    arguments: [
      (.none, "found no 'text', which is required in 't.Query'"),
      (.plain([7]), "argument 'text': found '7', expected"),
      (.plain(["x", ["x": 1]]), "argument 'near': found an object, expected a value for 'y'"),
      (.plain(["x", .null, [["name": "a"], ["name": 1]]]), "argument 'tags[1].name': found '1'"),
      (.plain(["x", .null, .null, "Nobody", [:]]), "argument 'any_type'"),
      (.plain(["x"], ["limit": -1]), "argument 'limit': found '-1'"),
      (.plain(["x"], ["text": "y"]), "found the keyword argument \"text\""),
      (.plain(Array(repeating: "x", count: 20)), "found 20 arguments, expected at most"),
      (.binaryArgument(SharedBytes([1, 2, 3])), "3 bytes"),
    ] as [(Payload, String)])
  func `what is wrong never reaches the callee, and its caller is told the path`(
    payload: Payload, message: String
  ) throws {
    var scene = try scene()
    let error = #expect(throws: WAMPError.self) { try scene.call("com.t.find") { $0.payload = payload } }
    #expect(error?.code == .invalidPayload)
    #expect(error?.message.hasPrefix("the request of com.t.find: ") == true, "\(error?.message ?? "")")
    #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    #expect(scene.realm.activity.payloads == PayloadCounts(refused: 1))
    #expect(scene.realm.census.calls == 0)
  }

  @Test(arguments: RecordForm.allCases)
  func `damaged records are refused with the path, or are what they are`(form: RecordForm) throws {
    var scene = try scene()
    let sound = Array(try query(Self.rich))
    var refused = 0
    for index in sound.indices {
      var bytes = sound
      bytes[index] ^= 0x55
      do {
        _ = try scene.call("com.t.find") { $0.payload = .record(SharedBytes(bytes), form: form) }
      } catch let error as WAMPError {
        refused += 1
        #expect(error.code == .invalidPayload && error.message.contains(": "), "\(error)")
      }
    }
    #expect(refused > 20)
    #expect(scene.realm.activity.payloads.refused == refused)
  }

  @Test func `opaque bytes that are no record can't be checked, and are refused`() throws {
    var scene = try scene()
    let encrypted = Payload.passthru(
      PassthruPayload(SharedBytes([1, 2]), scheme: "wamp", serializer: "cbor", cipher: "xsalsa20poly1305"))
    let error = #expect(throws: WAMPError.self) { try scene.call("com.t.find") { $0.payload = encrypted } }
    #expect(error?.code == .invalidPayload && error?.message.contains("opaque bytes") == true)
    // Where nobody says what it has to be, only the callee has to take it.
    try scene.register("com.t.other")
    #expect(code { try scene.call("com.t.other") { $0.payload = encrypted } } == .featureNotSupported)
  }

  @Test func `too many arguments, and a record that nests too deep, are refused`() throws {
    var scene = try scene()
    let many = Payload.plain(["x", .null, .list(Array(repeating: ["name": "a"], count: 10_000))])
    #expect(code { try scene.call("com.t.find") { $0.payload = many } } == .invalidPayload)
    for depth in [63, 64] {
      let record = try Self.query(tags: depth)
      let error = code { try scene.call("com.t.find") { $0.payload = .binaryArgument(record) } }
      #expect(error == (depth == 63 ? nil : .invalidPayload))
    }
  }

  @Test func `a fault of a whole record says of which type it should be`() throws {
    var scene = try scene()
    for bytes in [[], [1, 2, 3], [UInt8](repeating: 0xFF, count: 16)] as [[UInt8]] {
      let error = #expect(throws: WAMPError.self) {
        try scene.call("com.t.find") { $0.payload = .binaryArgument(SharedBytes(bytes)) }
      }
      #expect(
        error?.message.hasPrefix("the request of com.t.find: Query: ") == true, "\(error?.message ?? "")")
    }
  }

  @Test func `a few bytes that stand for very many tables are refused before all are looked at`() throws {
    var scene = try scene()
    // 256 tags, each with the same 256 tags.
    let record = try Self.shared(256)
    #expect(record.count < 4096)
    let error = #expect(throws: WAMPError.self) {
      try scene.call("com.t.find") { $0.payload = .binaryArgument(record) }
    }
    #expect(error?.code == .invalidPayload)
    let message = error?.message ?? ""
    #expect(
      message.contains(": Query.tags[") && message.hasSuffix("more than \(1024 + record.count / 8) tables"),
      "\(message)")
    // Some may be shared.
    let few = try Self.shared(16)
    #expect(throws: Never.self) { try scene.call("com.t.find") { $0.payload = .binaryArgument(few) } }
  }

  /// A query with tags that all have the same tags.
  private static func shared(_ count: Int) throws -> SharedBytes {
    var builder = Builder()
    let text = builder.string("x")
    func tag(_ tags: BufferOffset?) -> BufferOffset {
      builder.startTable()
      builder.add(offset: text, 4)
      if let tags { builder.add(offset: tags, 6) }
      return builder.endTable()
    }
    let inner = builder.vector(Array(repeating: tag(nil), count: count))
    let outer = builder.vector(Array(repeating: tag(inner), count: count))
    builder.startTable()
    builder.add(offset: text, 4)
    builder.add(offset: outer, 8)
    return try builder.finish(builder.endTable())
  }

  /// A query with tags within tags.
  private static func query(tags depth: Int) throws -> SharedBytes {
    var builder = Builder()
    let text = builder.string("x")
    var tags: BufferOffset?
    for _ in 0..<depth {
      builder.startTable()
      builder.add(offset: text, 4)
      if let tags { builder.add(offset: tags, 6) }
      tags = builder.vector([builder.endTable()])
    }
    builder.startTable()
    builder.add(offset: text, 4)
    if let tags { builder.add(offset: tags, 8) }
    return try builder.finish(builder.endTable())
  }

  @Test func `a record of a newer version of its schema passes, and one that lacks what is new`() throws {
    var scene = try scene()
    let newer = InventoryText.whole
      .replacing("order: Order;", with: "order: Order; since: [string]; more: Note;")
      .replacing("union Any { Tag, Note }", with: "table New { a: int; } union Any { Tag, Note, New }")
      .replacing(" (kwarg)", with: "")
    let record = try InventoryText.record(
      "Query", #"{"text": "x", "any_type": "New", "any": {"a": 1}}"#, newer)
    #expect(throws: Never.self) { try scene.call("com.t.find") { $0.payload = .binaryArgument(record) } }
    let first = "include \"flatwire.fbs\"; namespace t; table Query { text: string (required); }"
    let older = try InventoryText.record("Query", #"{"text": "x"}"#, first)
    #expect(throws: Never.self) { try scene.call("com.t.find") { $0.payload = .binaryArgument(older) } }
  }

  @Test(
    arguments: [
      (#"{"session": 0}"#, [0], [:], "argument 'session': found 0, expected a WAMP ID"),
      (
        #"{"session": 1, "topics": ["a", "b."]}"#, [1, ["a", "b."]], [:], "argument 'topics[1]': found 'b.'"
      ),
      (#"{"session": 1, "seen": 1}"#, [1], ["seen": 1], "argument 'seen': found a value, expected none"),
    ] as [(String, [Value], [String: Value], String)])
  func `rules for values hold for records and arguments`(
    json: String, list: [Value], keywords: [String: Value], message: String
  ) throws {
    var scene = try scene()
    for payload in [.binaryArgument(try InventoryText.record("Visit", json)), Payload.plain(list, keywords)] {
      let error = #expect(throws: WAMPError.self) { try scene.call("com.t.visit") { $0.payload = payload } }
      #expect(error?.code == .invalidPayload && error?.message.contains(message) == true, "\(payload)")
    }
  }

  @Test func `the URI that is called decides, also where a pattern is registered`() throws {
    var scene = CallScene(table: try InventoryText.table())
    try scene.register("com.", .prefix)
    #expect(code { try scene.call("com.t.find") { $0.payload = .plain([7]) } } == .invalidPayload)
    #expect(throws: Never.self) { try scene.call("com.t.finder") { $0.payload = .plain([7]) } }
    #expect(throws: Never.self) { try scene.call("com.t.find") { $0.payload = .plain(["x"]) } }
  }

  @Test func `where faults are only logged, all pass, and are reported`() throws {
    var scene = try scene(.log)
    let call = Message.Call(request: RequestID(1), procedure: "com.t.find", payload: .plain([7]))
    let actions = scene.realm.receive(.call(call), from: CallScene.caller)
    let invocation = try scene.invocation(actions).invocation
    #expect(actions.faults.map(\.isRefused) == [false])
    #expect(actions.faults.first?.sender == CallScene.caller)
    let yield = Message.Yield(request: invocation.request, payload: .plain(["x"]))
    let answers = scene.realm.receive(.yield(yield), from: SessionID(2))
    #expect(answers.errors().isEmpty && answers.faults.map(\.sender) == [SessionID(2)])
    #expect(scene.realm.activity.payloads == PayloadCounts(logged: 2))
  }
}
