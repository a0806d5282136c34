import SharedBytes
import Testing

@testable import WAMP

/// A CALL in CBOR with the given encoded items.
private func call(options: String = "a0", arguments: String = "", request: String = "07") -> SharedBytes {
  let count = arguments.isEmpty ? "84" : "85"
  return SharedBytes(hex: "\(count) 1830 \(request) \(options) 63612e62 \(arguments)")
}

/// A CALL over FlatBuffers with the arguments given in CBOR.
private func table(arguments: String) throws -> SharedBytes {
  let list = SharedBytes(hex: arguments)
  let payload = Payload.arguments(EncodedArguments(encoded: list, listLength: list.count, .cbor))
  let call = Message.Call(request: RequestID(7), procedure: "a.b", payload: payload)
  return try SerializerKind.flatbuffers.encode(.call(call)).joined()
}

private func refusal(_ bytes: SharedBytes, _ serializer: SerializerKind) -> MessageFault? {
  do throws(MessageFault) {
    _ = try serializer.decode(bytes)
    return nil
  } catch {
    return error
  }
}

@Suite("Payloads that a strict reader would refuse")
struct StrictnessTests {
  @Test(
    "are refused at the sender, as a fault of its request",
    arguments: [
      ("text that is not UTF-8", "8161ff"), ("text in parts that is not UTF-8", "817f61ffff"),
      ("nested text that is not UTF-8", "8182a1616162c328 01"), ("a time that is none", "81c063616263"),
      ("a day that is none", "81c074323032362d30322d32395430303a30303a30305a"),
      ("a number as a time", "81c001"), ("text as an epoch", "81c16161"),
      ("an epoch far off", "81c11bffffffffffffffff"),
      ("not a number as an epoch", "81c1f97e00"), ("a number as a bignum", "81c201"),
      ("text as a bignum", "81c36161"),
      ("a decimal of one part", "81c48101"), ("a decimal with a text", "81c482016161"),
      ("a decimal beyond reason", "81c4821b7fffffffffffffff01"), ("a shared reference", "81d81d00"),
      ("a pattern", "81d823612a"), ("a date", "81d9 03ec 63616263"), ("a short UUID", "81d8254101"),
      ("a map as a set", "81d90102a0"), ("an unknown tag", "81d9ffff00"),
      ("tags without an end", "81" + String(repeating: "d9d9f7", count: 500) + "00"),
      ("a simple value without meaning", "81e0"), ("another", "81f8ff"), ("a list as a key", "81a18001"),
      ("a number as a key", "81a10102"), ("a number below -2^63", "813b8000000000000000"),
    ])
  func refused(what: String, arguments: String) throws {
    for (serializer, bytes) in [
      (SerializerKind.cbor, call(arguments: arguments)), (.flatbuffers, try table(arguments: arguments)),
    ] {
      let fault = try #require(refusal(bytes, serializer), "\(what) over \(serializer)")
      #expect(fault.error.code == .invalidPayload, "\(what): \(fault)")
      #expect(fault.type == .call && fault.request == RequestID(7))
      guard case .error(let answer)? = fault.answer else {
        Issue.record("no answer to \(what)")
        continue
      }
      #expect(answer.request == RequestID(7) && answer.requestType == .call)
    }
  }

  @Test(
    "pass if they are what they say",
    arguments: [
      "8162c3bc", "817f62c3bcff", "81c074323032382d30322d32395430303a30303a30305a",
      "81c07819323032362d30312d33315432333a35393a35392b30313a3030", "81c11a514b67b0",
      "81c1fb41d452d9ec200000",
      "81c249010000000000000000", "81c34101", "81c48221196ab3", "81c48221c249010000000000000000",
      "81c5822003",
      "81d82550" + String(repeating: "00", count: 16), "81d90102820102", "81d9d9f780", "81f7",
      "813b7fffffffffffffff",
    ])
  func accepted(arguments: String) throws {
    let fault = refusal(call(arguments: arguments), .cbor)
    #expect(fault == nil)
    let other = WAMPTests.refusal(try table(arguments: arguments), .flatbuffers)
    #expect(other == nil)
  }

  @Test(
    "are no keyword arguments with keys that are no text",
    arguments: ["80a101f6", "80a1f600", "80a141ff00", "80a161ff00"])
  func keywords(arguments: String) throws {
    let bytes = SharedBytes(hex: "861830 07 a0 63612e62 \(arguments)")
    let found = refusal(bytes, .cbor)
    #expect(found?.error.code == .invalidPayload && found?.request == RequestID(7))
  }

  @Test(
    "belong to the request of every message that has one",
    arguments: [
      ("85181007a063612e62 8161ff", MessageCode.publish, false),
      ("851810 07 a16b61636b6e6f776c65646765f5 63612e62 8161ff", .publish, true),
      ("84184607a0 8161ff", .yield, true), ("8608184407a063612e628161ff", .error, true),
      ("851844070ba08161ff", .invocation, true),
    ])
  func requests(hex: String, code: MessageCode, isAnswered: Bool) throws {
    let fault = try #require(refusal(SharedBytes(hex: hex), .cbor))
    #expect(fault.type == code && fault.request == RequestID(7))
    #expect(fault.error.code == .invalidPayload)
    #expect((fault.answer != nil) == isAnswered)
  }

  @Test(
    "are options of the request, too",
    arguments: [
      ("enc_algo", "a168656e635f616c676f65626f677573"),
      ("ppt_scheme", "a16a7070745f736368656d6565626f677573"),
      ("timeout", "a16774696d656f75746161"), ("timeout", "a16774696d656f757420"),
    ])
  func options(key: String, options: String) throws {
    let fault = try #require(refusal(call(options: options), .cbor))
    #expect(fault.error.code == .invalidArgument && fault.request == RequestID(7))
    #expect(fault.error.message.contains(key))
  }

  @Test("are errors whose URI is none", arguments: ["bad uri", "a..b", "", "a.#"])
  func errorURIs(uri: String) throws {
    for serializer in SerializerKind.allCases {
      let error = Message.Error(requestType: .invocation, request: RequestID(7), error: uri)
      let fault = try #require(refusal(try serializer.encode(.error(error)).joined(), serializer))
      #expect(fault.type == .error && fault.request == RequestID(7))
      #expect(fault.error.code == .invalidArgument)
    }
  }

  @Test(
    "are arguments nested 128 deep not, and beyond the limit only the request fails",
    arguments: SerializerKind.allCases)
  func nesting(serializer: SerializerKind) throws {
    func nested(_ depth: Int) throws -> SharedBytes {
      let arguments = "81" + String(repeating: "81", count: depth) + "00"
      return serializer == .cbor ? call(arguments: arguments) : try table(arguments: arguments)
    }
    guard case .call(let accepted) = try serializer.decode(try nested(128)) else {
      Issue.record("no CALL")
      return
    }
    #expect(try accepted.payload.arguments().list.count == 1)
    for depth in [1000, 1_000_000] {
      let fault = try #require(refusal(try nested(depth), serializer))
      #expect(fault.error.code == .invalidPayload && fault.request == RequestID(7))
      #expect(fault.error.message.contains("nested"))
    }
  }

  @Test(
    "damage of the message itself ends the session",
    arguments: ["811830", "85183007a063612e6281", "ff", "80", "8118ff", "85183007a063612e628100 00"])
  func damage(hex: String) throws {
    let fault = try #require(refusal(SharedBytes(hex: hex), .cbor))
    #expect(fault.type == nil && fault.answer == nil)
    #expect(fault.error.code == .protocolViolation)
  }

  @Test(
    "identifiers are integers from 1 to 2^53",
    arguments: ["00", "f93c00", "20", "1b0020000000000001", "6131", "f6"])
  func identifiers(request: String) throws {
    let found = refusal(call(request: request), .cbor)
    #expect(found?.type == nil && found?.error.code == .protocolViolation)
  }

  @Test("the request 0 is that of revocations only", arguments: SerializerKind.allCases)
  func zero(serializer: SerializerKind) throws {
    let call = Message.call(.init(request: RequestID(0), procedure: "a.b"))
    #expect(refusal(try serializer.encode(call).joined(), serializer)?.error.code == .protocolViolation)
    let revoked = Message.unsubscribed(
      .init(request: RequestID(0), subscription: SubscriptionID(3), reason: "a.b"))
    #expect(try serializer.decode(try serializer.encode(revoked).joined()) == revoked)
  }

  @Test("a peer's text is echoed in part")
  func excerpt() throws {
    let word = String(repeating: "é", count: 5000)
    let message = Message.subscribe(
      .init(request: RequestID(1), topic: "a.b", options: ["match": .string(word)]))
    let fault = try #require(refusal(try SerializerKind.cbor.encode(message).joined(), .cbor))
    #expect(fault.error.message.unicodeScalars.count < 260)
    #expect(fault.error.message.contains(String(repeating: "é", count: 200) + "…"))
  }

  @Test(
    "that cost too much to check in one turn are refused",
    arguments: [
      Payload(arguments: [.string(String(repeating: "漢", count: 700_000))]),
      Payload(arguments: [.list([Value](repeating: 0, count: 1_200_000))]),
      Payload(arguments: [.list([Value](repeating: "", count: 250_000))]),
    ])
  func costs(payload: Payload) throws {
    for serializer in SerializerKind.allCases {
      let call = Message.call(.init(request: RequestID(7), procedure: "a.b", payload: payload))
      let fault = try #require(refusal(try serializer.encode(call).joined(), serializer))
      #expect(fault.error.code == .invalidPayload && fault.request == RequestID(7))
      #expect(fault.error.message.contains("more to check"))
    }
  }

  @Test(
    "that come in too many parts, and options of too many items, are refused, too",
    arguments: [
      // [48, 1, {}, "a", [0, a string in parts]], of text and of bytes
      ("85183001A06161" + "82007F", "60", "FF"), ("85183001A06161" + "82005F", "40", "FF"),
      // the only argument is a string in parts
      ("85183001A06161" + "815F", "40", "FF"),
      // [48, 1, {"x": a list, or a string in parts}, "a"]
      ("84183001A161789F", "00", "FF6161"), ("84183001A161785F", "40", "FF6161"),
    ])
  func costsOfParts(start: String, item: String, end: String) throws {
    for (count, isRefused) in [(1000, false), (300_000, true)] {
      let bytes = SharedBytes(hex: start + String(repeating: item, count: count) + end)
      #expect((refusal(bytes, .cbor) != nil) == isRefused)
    }
  }

  @Test("a long text is checked in slices that end between characters")
  func slices() throws {
    for prefix in 0..<4 {
      let text = String(repeating: "a", count: 65_534 + prefix) + "漢🦆" + String(repeating: "b", count: 70_000)
      var judge = ItemJudge()
      #expect(judge.isText(Array(text.utf8).span) == true)
      var damaged = Array(text.utf8)
      damaged[65_536 + prefix] = 0x41
      var other = ItemJudge()
      #expect(other.isText(damaged.span) == false)
    }
  }
}
