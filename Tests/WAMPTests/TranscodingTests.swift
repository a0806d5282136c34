import SharedBytes
import Testing

@testable import WAMP

@Suite("Payloads that change their format")
struct TranscodingTests {
  /// Every kind of value, at the edges of its range.
  private static let values: [Value] = [
    nil, true, false, 0, 23, 24, 127, 128, 255, 256, 65_535, 65_536, .int(1 << 32), .int(.max),
    Value(UInt64.max),
    -1, -24, -25, -32, -33, -128, -129, -32_768, -32_769, -2_147_483_648, -2_147_483_649, .int(.min), 0.5,
    -0.0, 1e300, .double(.leastNonzeroMagnitude), 100, 2.0,
    "", "a", "ü", "🦆", "\"\\/\n\r\t\u{1}\u{7F}", .string(String(repeating: "ab", count: 40)),
    .bytes(SharedBytes()), .bytes(SharedBytes([0])), .bytes(SharedBytes([0, 255])),
    .bytes(SharedBytes((0...255).map { UInt8($0) })),
    [], [1, [2, [3]]], .list((0..<40).map { .int($0) }), [:], ["b": 1, "a": ["c": nil]],
    .map(Dictionary(uniqueKeysWithValues: (0..<40).map { ("key\($0)", .int($0)) })), ["é\n\"": "key"],
  ]

  @Test(
    "say the same in the other one", arguments: ItemEncoding.allCases, ItemEncoding.allCases)
  func values(from: ItemEncoding, to: ItemEncoding) throws {
    for value in Self.values {
      #expect(try Value(value.encoded(in: from), in: from) == value)
      let list = Value.list([value, value]).encoded(in: from)
      let keywords = Value.map(["k": value]).encoded(in: from)
      for (encoded, listLength) in [(list, list.count), (keywords, 0)] {
        let given = EncodedArguments(encoded: encoded, listLength: listLength, from)
        let translated = try encode(given, to)
        #expect(translated.encoding == to)
        #expect(translated == given, "\(value)")
        let options = Options(encoded: CBORFormat.entries(["x": value]), .cbor)
        #expect(options == Options(encoded: to.format.entries(["x": value]), to))
      }
    }
  }

  private func encode(_ arguments: EncodedArguments, _ encoding: ItemEncoding) throws -> EncodedArguments {
    switch encoding {
    case .cbor: try arguments.encoded(as: CBORFormat.self)
    case .messagePack: try arguments.encoded(as: MessagePackFormat.self)
    case .json: try arguments.encoded(as: JSONFormat.self)
    }
  }

  @Test(
    "are refused if the other one has no word for them",
    arguments: [
      ("not a number", ItemEncoding.cbor, "81f97e00", [ItemEncoding.json]),
      ("infinity", .cbor, "81f97c00", [.json]),
      ("not a number", .messagePack, "91cb7ff8000000000000", [.json]),
      ("a text that would be binary data", .cbor, "8161 00", [.json]),
      ("the same", .messagePack, "91a100", [.json]),
      ("a time", .cbor, "81c11a514b67b0", [.json, .messagePack]),
      ("a large number", .cbor, "81c24101", [.json, .messagePack]),
      ("a set", .cbor, "8182d9010280 01", [.json, .messagePack]),
      ("a time", .messagePack, "91d6ff00000001", [.json, .cbor]),
    ])
  func refused(what: String, encoding: ItemEncoding, hex: String, others: [ItemEncoding]) throws {
    let list = SharedBytes(hex: hex)
    let payload = Payload.arguments(EncodedArguments(encoded: list, listLength: list.count, encoding))
    let call = Message.call(.init(request: RequestID(7), procedure: "a.b", payload: payload))
    for serializer in SerializerKind.allCases {
      if others.contains(serializer.encoding) {
        let error = #expect(throws: WAMPError.self) { try serializer.encode(call) }
        #expect(error?.code == .invalidPayload && error?.message.contains("CALL: at byte") == true)
      } else {
        #expect(try serializer.decode(try serializer.encode(call).joined()).code == .call)
      }
    }
  }

  @Test("stay as they are between two peers of one format", arguments: SerializerKind.allCases)
  func untouched(serializer: SerializerKind) throws {
    let payloads = [
      Payload(arguments: [1, "a", 2.5]), Payload(arguments: [], keywords: ["k": [nil, true]]),
      Payload(arguments: ["x"], keywords: ["k": .bytes(SharedBytes([1, 2]))]),
      Payload(arguments: [.bytes(SharedBytes([7]))]),
    ]
    for payload in payloads {
      let sent = try serializer.encode(.yield(.init(request: RequestID(1), payload: payload))).joined()
      guard case .yield(let yield) = try serializer.decode(sent) else {
        Issue.record("no YIELD")
        return
      }
      let passed = try serializer.encode(.yield(yield))
      #expect(passed.joined() == sent)
      #expect(serializer.isText == (passed.copiedCount > 0))
    }
  }

  @Test("in JSON keep their blanks and escapes where nobody has to read them")
  func verbatim() throws {
    let arguments = #"[ 1 , "\u00e9\/" , {"a" : "\u0000AA=="} ] , { "k" : 1e2 }"#
    let yield = SharedBytes(Array(#"[70, 1, {} , \#(arguments) ]"#.utf8))
    let passed = try SerializerKind.json.encode(try SerializerKind.json.decode(yield)).joined()
    let text = String(decoding: Array(passed), as: UTF8.self)
    #expect(text == #"[70,1,{}, \#(arguments)]"#)
  }

  @Test("are counted as copied, where they are said anew")
  func counted() throws {
    let payload = Payload(arguments: ["text", 1])
    let result = Message.result(.init(request: RequestID(1), payload: payload))
    #expect(try SerializerKind.cbor.encode(result).copiedCount == 0)
    #expect(try SerializerKind.flatbuffers.encode(result).copiedCount == 0)
    #expect(try SerializerKind.messagePack.encode(result).copiedCount == 7)
    #expect(try SerializerKind.json.encode(result).copiedCount == #",["text",1]"#.utf8.count)
  }

  @Test("are not said anew without an end")
  func budget() throws {
    let list = Value.list([Value](repeating: [[]], count: 30_000)).encoded(in: .messagePack)
    let arguments = EncodedArguments(encoded: list, listLength: list.count, .messagePack)
    let fault = #expect(throws: ItemFault.self) { try arguments.encoded(as: JSONFormat.self) }
    #expect(fault?.reason.contains("more to check") == true)
  }
}
