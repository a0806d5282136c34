import FlatBuffersLanguage
import FlatBuffersReflection
import FlatBuffersRuntime
import SharedBytes
import Testing
import WAMP

/// Records in plain arguments, for peers that know nothing of records.
struct RecordArgumentsTests {
  private static let text = """
    include "flatwire.fbs";
    enum Order: ubyte { byName, byID }
    enum Flags: ubyte (bit_flags) { a, b, c }
    struct Place { x: double; y: float; bytes: [ubyte:2]; }
    table Tag { name: string (required); weight: short = 3; tags: [Tag]; }
    union Any { Tag, Place }
    table Search {
      text: string (required);
      place: Place;
      tags: [Tag];
      gone: int (deprecated);
      any: Any;
      maybe: ulong = null;
      order: Order (kwarg);
      flags: Flags (kwarg);
      raw: [ubyte] (kwarg);
      numbers: [long] (kwarg);
      exact: bool = true (kwarg);
      real: float (kwarg);
    }
    table Small { id: int; name: string; }
    table Bytes { bytes: [ubyte]; signed: [byte]; }
    table Box { box: [ubyte] (flexbuffer); }
    table Shelf { names: [string]; tags: [Tag]; flags: [bool]; reals: [double]; }
    table Empty {}
    table Visit { session: ulong (wampid); topics: [string] (wampuri); seen: long (readonly, kwarg); }
    """

  /// Arguments that are none of a `Search`, and how the error begins.
  struct Wrong: Sendable {
    let list: [Value]
    let keywords: [String: Value]
    let message: String

    init(_ list: [Value], _ keywords: [String: Value], _ message: String) {
      self.list = list
      self.keywords = keywords
      self.message = message
    }
  }

  private func arguments(_ record: String = "Search") throws -> RecordArguments {
    let result = SchemaCompiler.compile("test.fbs", files: SchemaFiles(["test.fbs": Self.text]))
    let schema = try #require(result.schema, "\(result.report)")
    // As programs have it: from the binary schema within them.
    let options = BinarySchemaOptions(documentation: false, builtInAttributes: true)
    let loaded = try Schema(binary: schema.binary(options))
    return try #require(RecordArguments(loaded, record))
  }

  @Test func `what is said comes back, with defaults`() throws {
    let arguments = try arguments()
    let list: [Value] = [
      "x", ["x": 1.5, "y": 2, "bytes": .bytes(SharedBytes([1, 2]))],
      [["name": "t", "tags": [["name": "u", "weight": -1]]]], "Tag", ["name": "any"], .uint(.max),
    ]
    let keywords: [String: Value] = [
      "order": "byID", "flags": "a c", "raw": .bytes(SharedBytes([0, 255])), "numbers": [.int(.min), 0],
      "real": 0.5,
    ]
    let record = try arguments.record(of: Payload(arguments: list, keywords: keywords))
    let said = try arguments.payload(of: record).arguments()
    let tag: Value = ["name": "t", "weight": 3, "tags": [["name": "u", "weight": -1]]]
    #expect(
      said.list == [
        "x", ["x": 1.5, "y": 2.0, "bytes": .bytes(SharedBytes([1, 2]))], [tag], "Tag",
        ["name": "any", "weight": 3],
        .uint(.max),
      ])
    #expect(
      said.keywords == [
        "order": "byID", "flags": "a c", "raw": .bytes(SharedBytes([0, 255])), "numbers": [.int(.min), 0],
        "exact": true,
        "real": 0.5,
      ])
  }

  @Test func `numbers of enums are taken, and an unknown one is said as a number`() throws {
    let arguments = try arguments()
    let record = try arguments.record(
      of: Payload(arguments: ["x"], keywords: ["order": 1, "flags": 128]))
    let said = try arguments.payload(of: record).arguments()
    #expect(said.keywords["order"] == "byID")
    #expect(said.keywords["flags"] == 128)
  }

  @Test func `arguments that are left out at the end are absent, and null before`() throws {
    let small = try arguments("Small")
    let named = try small.record(of: Payload(arguments: [0, "n"]))
    #expect(try small.payload(of: named).arguments().list == [0, "n"])
    let nameless = try small.record(of: Payload(arguments: [7]))
    #expect(try small.payload(of: nameless).arguments().list == [7])
    let empty = try arguments("Empty")
    #expect(try empty.payload(of: empty.record(of: .none)) == .none)
    let search = try arguments()
    let record = try search.record(of: Payload(arguments: ["x", .null, .null, .null, .null, 7]))
    // A union's type is a number with a default: no union.
    #expect(try search.payload(of: record).arguments().list == ["x", .null, .null, "NONE", .null, 7])
  }

  @Test func `what a newer schema says besides is passed over, unless nothing that is known is said`() throws
  {
    let small = try arguments("Small")
    let newer = Payload(arguments: [7, "n", "newer"], keywords: ["newer": 1])
    let record = try small.record(of: newer, skippingUnknown: true)
    #expect(try small.payload(of: record).arguments().list == [7, "n"])
    #expect(throws: WAMPError.self) { try small.record(of: newer) }
    // As a change without a row says itself: that is no empty record.
    let other = Payload(arguments: [], keywords: ["operation": "delete"])
    let error = #expect(throws: WAMPError.self) { try small.record(of: other, skippingUnknown: true) }
    #expect(error?.message == "found the keyword argument \"operation\", expected none")
    #expect(try arguments("Empty").record(of: other, skippingUnknown: true).count > 0)
  }

  @Test func `a result of bytes alone is no record`() throws {
    let arguments = try arguments("Small")
    let record = try arguments.record(of: Payload(arguments: [1]))
    guard case .arguments = try arguments.payload(of: record) else {
      Issue.record("not arguments")
      return
    }
  }

  @Test(
    arguments: [
      Wrong(
        ["x", .null, .null, .null, .null, 1, 2], [:],
        "found 7 arguments, expected at most 6: text, place, tags, any_type"
      ),
      Wrong([], [:], "found no 'text', which is required in 'Search'"),
      Wrong([7], [:], "argument 'text': found '7', expected a string"),
      Wrong(
        [.bytes(SharedBytes([1]))], [:], "argument 'text': found 1 bytes of binary data, expected a string"),
      Wrong(
        ["x", ["x": "1.5", "y": 0, "bytes": .bytes(SharedBytes([1, 2]))]], [:],
        "argument 'place.x': found the string \"1.5\", expected a number"
      ),
      Wrong(
        ["x", ["x": 1, "y": 1e300, "bytes": .bytes(SharedBytes([1, 2]))]], [:],
        "argument 'place.y': found '1e+300', expected a number within"
      ),
      Wrong(
        ["x", ["x": 1, "y": 1, "bytes": .bytes(SharedBytes([1]))]], [:],
        "argument 'place.bytes': found 1 bytes of binary data, expected an array of 2"
      ),
      Wrong(["x", ["x": 1]], [:], "argument 'place': found an object, expected a value for 'y'"),
      Wrong(
        ["x", .null, [["name": "a"], ["name": "b", "tags": [["name": 1]]]]], [:],
        "argument 'tags[1].tags[0].name': found '1', expected a string"
      ),
      Wrong(
        ["x", .null, [["nam": "a"]]], [:], "argument 'tags[0].nam': found 'nam', which is no field of 'Tag'"),
      Wrong(
        ["x", .null, [["name": "a", "weight": 40000]]], [:],
        "argument 'tags[0].weight': found '40000', expected an integer from -32768 to 32767"
      ),
      Wrong(["x", .null, .null, "Cat", .null], [:], "argument 'any_type': found the string \"Cat\""),
      Wrong(
        ["x"], ["text": "y"],
        "found the keyword argument \"text\", expected order, flags, raw, numbers, exact, real"
      ),
      Wrong(
        ["x"], ["order": "byAge"],
        "argument 'order': found the string \"byAge\", expected a member of 'Order'"
      ),
      Wrong(["x"], ["order": true], "argument 'order': found 'true', expected a member of 'Order'"),
      Wrong(["x"], ["exact": 1], "argument 'exact': found '1', expected true or false"),
      Wrong(["x"], ["exact": "true"], "argument 'exact': found the string \"true\", expected true or false"),
      Wrong(
        ["x"], ["numbers": [1, "2"]], "argument 'numbers[1]': found the string \"2\", expected an integer"),
      Wrong(["x"], ["numbers": [1.0]], "argument 'numbers[0]': found '1.0', expected an integer"),
      Wrong(
        ["x"], ["numbers": .bytes(SharedBytes([1]))],
        "argument 'numbers': found 1 bytes of binary data, expected an array"
      ),
      Wrong(["x"], ["raw": "AQ=="], "argument 'raw': found the string \"AQ==\", expected an array"),
      Wrong(["x"], ["exact": .null], "argument 'exact': found 'null', expected a value of 'exact'"),
    ])
  func `what is wrong is told with the path to it`(wrong: Wrong) throws {
    let arguments = try arguments()
    let error = #expect(throws: WAMPError.self) {
      try arguments.record(of: .arguments(EncodedArguments(wrong.list, keywords: wrong.keywords)))
    }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.hasPrefix(wrong.message) == true, "\(error?.message ?? "")")
  }

  @Test func `encrypted bytes are no argument, whatever the first one is`() throws {
    let arguments = try arguments("Bytes")
    #expect(try arguments.record(of: .binaryArgument(SharedBytes([1, 2]))).count > 0)
    let encrypted = PassthruPayload(
      SharedBytes([1, 2]), scheme: "cryptobox", serializer: "cbor", cipher: "xsalsa20poly1305")
    let error = #expect(throws: WAMPError.self) { try arguments.record(of: .passthru(encrypted)) }
    #expect(error?.message.hasPrefix("found opaque bytes") == true)
  }

  @Test func `more values than others can wait for are refused`() throws {
    let arguments = try arguments()
    func record(_ count: Int) throws -> SharedBytes {
      let numbers = Value.list(Array(repeating: 7, count: count))
      return try arguments.record(of: Payload(arguments: ["x"], keywords: ["numbers": numbers]))
    }
    #expect(try record(RecordArguments.valueLimit - 3).count > 8 * 9000)
    let error = #expect(throws: WAMPError.self) { try record(RecordArguments.valueLimit) }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.contains("values") == true, "\(error?.message ?? "")")
  }

  @Test func `a long name costs nothing for each value within, and is told shortened`() throws {
    let name = String(repeating: "x", count: 8 << 20)
    let values = Value.list(Array(repeating: 0, count: 9000))
    let (search, started) = (try arguments(), ContinuousClock.now)
    let error = #expect(throws: WAMPError.self) {
      try search.record(of: Payload(arguments: ["x", .null, [[name: values]]]))
    }
    #expect(ContinuousClock.now - started < .seconds(60))
    #expect(error?.message.hasPrefix("argument 'tags[0].xxx") == true, "\(error?.message.prefix(100) ?? "")")
    #expect(error?.message.utf8.count ?? .max < 2000)
  }

  @Test(
    "what a peer sent is repeated shortened",
    arguments: [
      ["order": .string(String(repeating: "x", count: 5000))],
      [String(repeating: "x", count: 5000): 1],
      ["numbers": [.string(String(repeating: "e\u{301}", count: 5000))]],
    ] as [[String: Value]])
  func shortened(keywords: [String: Value]) throws {
    let search = try arguments()
    let error = #expect(throws: WAMPError.self) {
      try search.record(of: Payload(arguments: ["x"], keywords: keywords))
    }
    #expect(error?.message.utf8.count ?? .max <= WAMPError.textLimit)
  }

  /// A record of a `Shelf` with vectors of one string and one tag each, which are stored once.
  private func shelf(names: Int, tags: Int, of text: String) throws -> SharedBytes {
    var builder = Builder()
    let name = builder.string(text)
    builder.startTable()
    builder.add(offset: name, 4)
    let tag = builder.endTable()
    let vectors = [(name, names), (tag, tags)].map { builder.vector(Array(repeating: $0, count: $1)) }
    builder.startTable()
    for (offset, slot) in zip(vectors, [4, 6]) { builder.add(offset: offset, slot) }
    let shelf = builder.endTable()
    return try builder.finish(shelf)
  }

  @Test(
    "a result that shares much is refused before it is said at each place",
    arguments: [(20, 0, 8 << 20), (0, 20, 8 << 20), (1 << 19, 0, 63), (1 << 20, 0, 0), (0, 1 << 19, 0)])
  func shared(names: Int, tags: Int, length: Int) throws {
    let record = try shelf(names: names, tags: tags, of: String(repeating: "x", count: length))
    let arguments = try arguments("Shelf")
    let error = #expect(throws: WAMPError.self) { try arguments.payload(of: record) }
    #expect(error?.code == .payloadSizeExceeded && error?.message.isEmpty == false)
  }

  @Test func `a result may be large`() throws {
    let record = try shelf(names: 10_000, tags: 5, of: String(repeating: "x", count: 1000))
    let (list, _) = try arguments("Shelf").payload(of: record).arguments()
    #expect(list.first?.listValue?.count == 10_000 && list.last?.listValue?.count == 5)
  }

  @Test func `a FlexBuffer comes back as it was said`() throws {
    let box = try arguments("Box")
    for value in [["name": "Ann", "scores": [1, 2.5]], "text", [1, 2], 7] as [FlexValue] {
      let buffer = try FlexBuffer(value)
      let record = try box.record(of: Payload(sayingArguments: [.bytes(buffer.bytes)]))
      #expect(try box.payload(of: record).arguments().list == [.bytes(buffer.bytes)])
    }
    let empty = try box.record(of: Payload(sayingArguments: [.bytes(SharedBytes())]))
    #expect(try box.payload(of: empty).arguments().list == [.bytes(SharedBytes())])
    // What is not binary data is the value itself.
    let given = try box.record(of: Payload(arguments: [["name": "Ann"]]))
    let said = try #require(try box.payload(of: given).arguments().list.first?.bytesValue)
    #expect(try FlexBuffer(verifying: said).value == ["name": "Ann"])
    let error = #expect(throws: WAMPError.self) {
      try box.record(of: Payload(sayingArguments: [.bytes(SharedBytes([255, 255, 255]))]))
    }
    #expect(
      error?.message.hasPrefix("argument 'box': found 3 bytes of binary data") == true,
      "\(error?.message ?? "")")
  }

  @Test func `signed bytes are numbers, both ways`() throws {
    let bytes = try arguments("Bytes")
    let record = try bytes.record(of: Payload(arguments: [.null, [-1, 2]]))
    #expect(try bytes.payload(of: record).arguments().list == [.null, [-1, 2]])
    let error = #expect(throws: WAMPError.self) {
      try bytes.record(of: Payload(arguments: [.null, .bytes(SharedBytes([255, 2]))]))
    }
    #expect(error?.message.hasPrefix("argument 'signed': found 2 bytes of binary data") == true)
  }

  @Test(arguments: SerializerKind.allCases)
  func `what is no number comes and goes as text`(serializer: SerializerKind) throws {
    let shelf = try arguments("Shelf")
    let reals: Value = ["nan", "inf", "-inf", 1.5]
    let record = try shelf.record(of: Payload(arguments: [.null, .null, .null, reals]))
    let result = Message.Result(request: RequestID(1), payload: try shelf.payload(of: record))
    guard case .result(let received) = try serializer.decode(serializer.encode(.result(result)).joined())
    else {
      Issue.record("no result")
      return
    }
    #expect(try received.payload.arguments().list == [.null, .null, .null, reals])
  }

  @Test func `bytes that are no record of the type are no arguments`() throws {
    let arguments = try arguments()
    let error = #expect(throws: WAMPError.self) { try arguments.payload(of: SharedBytes([1, 2, 3])) }
    #expect(error?.code == .invalidPayload)
  }

  @Test func `a type that the schema does not have has no arguments`() throws {
    let result = SchemaCompiler.compile("test.fbs", files: SchemaFiles(["test.fbs": Self.text]))
    let schema = try #require(result.schema)
    #expect(RecordArguments(schema, "Nobody").map { _ in true } == nil)
    #expect(RecordArguments(schema, "Place").map { _ in true } == nil)
  }

  @Test(
    arguments: [
      ([0], [:], true, "argument 'session': found 0, expected a WAMP ID, 1 to 2^53"),
      (
        [7, ["a", "b."]], [:], true,
        "argument 'topics[1]': found 'b.', expected a URI without empty components"
      ),
      ([7, ["a"]], ["seen": 5], true, "argument 'seen': found a value, expected none: it is read-only"),
      ([7, ["a"]], ["seen": 5], false, nil), ([7], [:], true, nil),
    ] as [([Value], [String: Value], Bool, String?)])
  func `values are held against the rules of the schema`(
    list: [Value], keywords: [String: Value], isRequest: Bool, message: String?
  ) throws {
    let arguments = try arguments("Visit")
    let record = try arguments.record(of: Payload(arguments: list, keywords: keywords))
    guard let message else {
      #expect(try arguments.check(record, isRequest: isRequest, .invalidArgument) != nil)
      return
    }
    let error = #expect(throws: WAMPError.self) {
      try arguments.check(record, isRequest: isRequest, .invalidArgument)
    }
    #expect(error?.code == .invalidArgument)
    #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
  }
}

extension Payload {
  /// Arguments, also those that could be taken for a record.
  fileprivate init(sayingArguments list: [Value]) { self = .arguments(EncodedArguments(list)) }
}
