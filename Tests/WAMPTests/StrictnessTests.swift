import SharedBytes
import Testing

@testable import WAMP

/// A CALL over FlatBuffers with the arguments given in CBOR.
private func table(arguments: SharedBytes) throws -> SharedBytes {
  let payload = Payload.arguments(
    EncodedArguments(encoded: arguments, listLength: arguments.count, .cbor))
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
  @Test("are refused at the sender, as a fault of its request", arguments: Said.refusedLists)
  func refused(list: Said) throws {
    var frames = [(list.serializer, list.call())]
    if list.serializer == .cbor { frames.append((.flatbuffers, try table(arguments: list.bytes))) }
    for (serializer, bytes) in frames {
      let fault = try #require(refusal(bytes, serializer), "\(list.what) over \(serializer)")
      #expect(fault.error.code == .invalidPayload, "\(list.what): \(fault)")
      #expect(fault.type == .call && fault.request == RequestID(7))
      guard case .error(let answer)? = fault.answer else {
        Issue.record("no answer to \(list.what)")
        continue
      }
      #expect(answer.request == RequestID(7) && answer.requestType == .call)
    }
  }

  @Test("pass if they are what they say", arguments: Said.acceptedLists)
  func accepted(list: Said) throws {
    let fault = refusal(list.call(), list.serializer)
    #expect(fault == nil)
    if list.serializer == .cbor {
      let other = WAMPTests.refusal(try table(arguments: list.bytes), .flatbuffers)
      #expect(other == nil)
    }
  }

  @Test("are no keyword arguments with keys that are no text", arguments: Said.refusedKeywords)
  func keywords(arguments: Said) throws {
    let found = refusal(arguments.call(), arguments.serializer)
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

  @Test("are options of the request, too", arguments: Said.refusedOptions)
  func options(options: Said) throws {
    let fault = try #require(refusal(options.call(), options.serializer))
    #expect(fault.error.code == .invalidArgument && fault.request == RequestID(7))
    #expect(fault.error.message.contains(options.what))
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
      let (begin, item, end) = Said.nesting[serializer] ?? ("81", "00", "")
      let list = String(repeating: begin, count: depth + 1) + item + String(repeating: end, count: depth + 1)
      let said = Said(serializer == .flatbuffers ? .cbor : serializer, "nested", list)
      return serializer == .flatbuffers ? try table(arguments: said.bytes) : said.call()
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

  @Test("damage of the message itself ends the session", arguments: Said.damagedMessages)
  func damage(message: Said) throws {
    let fault = try #require(refusal(message.bytes, message.serializer))
    #expect(fault.type == nil && fault.answer == nil)
    #expect(fault.error.code == .protocolViolation)
  }

  @Test("identifiers are integers from 1 to 2^53, never floating-point numbers", arguments: Said.badRequests)
  func identifiers(request: Said) throws {
    let found = refusal(request.call(), request.serializer)
    #expect(found?.type == nil && found?.error.code == .protocolViolation)
  }

  @Test("of an option that is said twice the last one counts", arguments: Said.doubledOptions)
  func doubled(options: Said) throws {
    guard case .call(let call) = try options.serializer.decode(options.call()) else {
      Issue.record("no CALL")
      return
    }
    #expect(call.timeout == 6 && call.options["x_a"] == 2)
    let again = try options.serializer.decode(try options.serializer.encode(.call(call)).joined())
    #expect(again == .call(call))
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
    "that cost too much to check in one turn are refused", arguments: ItemEncoding.allCases, Load.allCases)
  func costs(encoding: ItemEncoding, load: Load) throws {
    let list = Value.list([load.value]).encoded(in: encoding)
    let payload = Payload.arguments(EncodedArguments(encoded: list, listLength: list.count, encoding))
    let call = Message.call(.init(request: RequestID(7), procedure: "a.b", payload: payload))
    for serializer in SerializerKind.allCases where serializer.encoding == encoding {
      let fault = try #require(refusal(try serializer.encode(call).joined(), serializer))
      #expect(fault.error.code == .invalidPayload && fault.request == RequestID(7))
      #expect(fault.error.message.contains("more to check"))
    }
  }

  enum Load: CaseIterable {
    case text, numbers, strings

    var value: Value {
      switch self {
      case .text: .string(String(repeating: "漢", count: 700_000))
      case .numbers: .list([Value](repeating: 0, count: 1_200_000))
      case .strings: .list([Value](repeating: "", count: 250_000))
      }
    }
  }

  @Test("in JSON 3 MiB of binary data pass, and many blanks are refused")
  func costsOfText() throws {
    let data = SharedBytes([UInt8](repeating: 7, count: 3 << 20))
    let list = Value.list([.bytes(data)]).encoded(in: .json)
    let call = Said(.json, "", String(decoding: Array(list), as: UTF8.self)).call()
    let found = refusal(call, .json)
    #expect(found == nil)
    let blanks = String(repeating: " ", count: 60_000)
    for (count, isRefused) in [(10, false), (100, true)] {
      let list = "[" + [String](repeating: "0", count: count).joined(separator: blanks + ",") + "]"
      #expect((refusal(Said(.json, "", list).call(), .json) != nil) == isRefused)
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

  @Test("a message that is a list of unsaid size ends with its break, and not with another one")
  func unsaidSize() {
    let publish = "9f1001a063612e62ff"
    let fault = refusal(SharedBytes(hex: publish), .cbor)
    #expect(fault == nil)
    let extra = refusal(SharedBytes(hex: publish + "ff"), .cbor)
    #expect(extra?.error.code == .protocolViolation)
  }
}
