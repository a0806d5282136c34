import SharedBytes
import Testing

@testable import WAMP

@Suite("Options and details")
struct OptionsTests {
  @Test("that have no property stay as they are encoded, and are read when asked for")
  func unknown() throws {
    let options: Options = ["x_list": [1, 2], "x_text": "a", "x_null": nil]
    let call = Message.Call(request: RequestID(1), procedure: "a.b", timeout: 5, options: options)
    for serializer in SerializerKind.allCases {
      guard case .call(let read) = try serializer.decode(try serializer.encode(.call(call)).joined()) else {
        Issue.record("no CALL")
        continue
      }
      #expect(read.options["x_list"] == [1, 2])
      #expect(read.options["x_text"]?.stringValue == "a")
      #expect(read.options["timeout"] == nil && read.options["other"] == nil)
      #expect(try read.options.values() == ["x_list": [1, 2], "x_text": "a", "x_null": nil])
    }
  }

  @Test("can be set one by one")
  func setting() throws {
    var options = Options()
    options["b"] = 1
    options["a"] = "x"
    #expect(options == ["a": "x", "b": 1])
    options["b"] = nil
    #expect(options == ["a": "x"] && !options.isEmpty)
    options["a"] = nil
    #expect(options.isEmpty)
  }

  @Test("what a property says wins over what stands beside it")
  func doubled() throws {
    let call = Message.Call(
      request: RequestID(1), procedure: "a.b", timeout: 5, options: ["timeout": 9, "a": 1])
    guard
      case .call(let read) = try SerializerKind.cbor.decode(
        try SerializerKind.cbor.encode(.call(call)).joined())
    else {
      Issue.record("no CALL")
      return
    }
    #expect(read.timeout == 5 && read.options == ["a": 1])
  }

  @Test("more of them than a message could need are refused")
  func many() throws {
    let many = Dictionary(uniqueKeysWithValues: (0..<300).map { ("x_\($0)", Value.int(0)) })
    let hello = Message.hello(.init(realm: "r", roles: .client, details: Options(many)))
    let error = #expect(throws: MessageFault.self) {
      try SerializerKind.cbor.decode(try SerializerKind.cbor.encode(hello).joined())
    }
    #expect(error?.error.message.contains("more than 256") == true)
  }

  @Test("of a list of millions nothing is made before it is asked for, and then within a budget")
  func budget() throws {
    let zeros = [UInt8](repeating: 0, count: 1_100_000)
    let list = SharedBytes([0x9A, 0x00, 0x10, 0xC8, 0xE0] + zeros)
    let options = Options(encoded: SharedBytes([0x61, 0x78] + Array(list)), .cbor)
    #expect(options["x"] == nil)
    #expect(throws: WAMPError.self) { try options.values() }
    #expect(try options.values(ValueBudget(count: 2_000_000))["x"]?.listValue?.count == 1_100_000)
  }

  @Test("only known roles and features are kept")
  func roles() throws {
    var roles = Roles([.caller: [.callCanceling, Feature(rawValue: "x_own")]])
    roles.features[Role(rawValue: "juggler")] = []
    let hello = Message.hello(.init(realm: "r", roles: roles))
    for serializer in SerializerKind.allCases {
      guard case .hello(let read) = try serializer.decode(try serializer.encode(hello).joined()) else {
        Issue.record("no HELLO")
        continue
      }
      #expect(read.roles == Roles([.caller: [.callCanceling]]))
    }
  }

  @Test("HELLO and WELCOME without roles are refused, but over FlatBuffers taken as silence")
  func silence() throws {
    for message in [
      Message.hello(.init(realm: "r", roles: nil)),
      .welcome(.init(session: SessionID(1), roles: nil, authmethod: "anonymous")),
    ] {
      let bytes = try SerializerKind.flatbuffers.encode(message).joined()
      #expect(try SerializerKind.flatbuffers.decode(bytes) == message)
      let list = try SerializerKind.cbor.encode(message).joined()
      #expect(throws: MessageFault.self) { try SerializerKind.cbor.decode(list) }
    }
  }

  @Test("the mode of cancelling is said or not said, in every format", arguments: SerializerKind.allCases)
  func modes(serializer: SerializerKind) throws {
    for mode in [nil, CancelMode.skip, .kill, .killNoWait] {
      for message in [
        Message.cancel(.init(request: RequestID(1), mode: mode)),
        .interrupt(.init(request: RequestID(1), mode: mode)),
      ] {
        #expect(try serializer.decode(try serializer.encode(message).joined()) == message)
      }
    }
  }

  @Test("a reason that is prose is not sent", arguments: SerializerKind.allCases)
  func reasons(serializer: SerializerKind) throws {
    let prose = Message.interrupt(.init(request: RequestID(1), mode: .kill, reason: "the caller left"))
    let silent = Message.interrupt(.init(request: RequestID(1), mode: .kill))
    #expect(try serializer.encode(prose).joined() == serializer.encode(silent).joined())
  }
}
