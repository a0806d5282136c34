import FlatBuffersLanguage
import FlatBuffersReflection
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
    table Bytes { bytes: [ubyte]; }
    table Empty {}
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
}
