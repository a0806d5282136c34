import FlatBuffersRuntime
import SeededRandom
import SharedBytes
import Testing

@testable import WAMP

private let record = SharedBytes((0..<48).map { UInt8($0) })

/// A sample of every message, with every option that has a property and one that has none.
let samples: [Message] =
  plainSamples + [
    .eventReceived(.init(publication: PublicationID(9), details: ["x": 1])),
    .hello(
      .init(
        realm: "realm1", roles: .client, resumable: true, resumeSession: SessionID(7), resumeToken: "secret")),
    .welcome(
      .init(
        session: SessionID(7), roles: .router, realm: "realm1", authid: "joe", authrole: "user",
        authmethod: "anonymous", resumable: true, resumeToken: "secret", resumed: true)),
    .register(
      .init(
        request: RequestID(12), procedure: "a.", match: .prefix, invoke: .first, concurrency: 3,
        discloseCaller: true, forceReregister: true, forwardTimeout: true)),
    .register(.init(request: RequestID(13), procedure: "a", concurrency: 1 << 16)),
  ]

/// Roles that do not change with what this package can do: frames are compared with kept ones.
private let clientRoles = Roles([
  .publisher: [.payloadPassthru, .payloadTransparency, .publisherExclusion, .publisherIdentification],
  .subscriber: [
    .payloadPassthru, .payloadTransparency, .publisherIdentification, .patternBasedSubscription,
  ],
  .caller: [
    .payloadPassthru, .payloadTransparency, .callCanceling, .progressiveCallResults, .callerIdentification,
  ],
  .callee: [
    .payloadPassthru, .payloadTransparency, .callCanceling, .progressiveCallResults, .callerIdentification,
  ],
])

private let routerRoles = Roles([
  .broker: [
    .payloadPassthru, .payloadTransparency, .publisherExclusion, .publisherIdentification,
    .subscriberBlackWhiteListing, .patternBasedSubscription,
  ],
  .dealer: [
    .payloadPassthru, .payloadTransparency, .callCanceling, .progressiveCallResults, .callerIdentification,
  ],
])

let plainSamples: [Message] = [
  .hello(
    .init(
      realm: "realm1", roles: clientRoles, authmethods: ["anonymous"], authid: "joe", authrole: "user",
      authextra: ["a": 1], details: ["x_agent": "test"])),
  .welcome(
    .init(
      session: SessionID(1 << 53), roles: routerRoles, realm: "realm1", authid: "joe", authrole: "user",
      authmethod: "anonymous", authprovider: "static", authextra: ["b": [true, nil]], details: ["x_y": 2.5])),
  .abort(.init(reason: "wamp.error.no_such_realm", message: "none", details: ["x": 1])),
  .challenge(.init(method: "wampcra", extra: ["challenge": "abc"])),
  .authenticate(.init(signature: "sig", extra: ["nonce": 7])),
  .goodbye(.init(reason: "wamp.close.normal", message: "bye", details: ["x": "y"])),
  .error(
    .init(
      requestType: .call, request: RequestID(9), error: "a.b",
      payload: Payload(arguments: ["no", 1], keywords: ["k": 2]),
      details: ["x": 1])),
  .publish(
    .init(
      request: RequestID(3), topic: "a.topic", payload: .binaryArgument(record), acknowledge: true,
      excludeMe: false,
      discloseMe: true, audience: audience, retain: true, options: ["x": 1])),
  .published(.init(request: RequestID(3), publication: PublicationID(4))),
  .subscribe(
    .init(request: RequestID(5), topic: "a.", match: .prefix, getRetained: true, options: ["x": 1])),
  .subscribed(.init(request: RequestID(5), subscription: SubscriptionID(6))),
  .unsubscribe(.init(request: RequestID(7), subscription: SubscriptionID(6))),
  .unsubscribed(.init(request: RequestID(7))),
  .unsubscribed(.init(request: RequestID(0), subscription: SubscriptionID(6), reason: "a.reason")),
  .event(
    .init(
      subscription: SubscriptionID(6), publication: PublicationID(4),
      payload: .record(record, form: .passthru),
      publisher: SessionID(8), publisherAuthID: "joe", publisherAuthRole: "user", topic: "a.b",
      retained: true,
      details: ["x": 1])),
  .call(
    .init(
      request: RequestID(10), procedure: "a.proc", payload: Payload(arguments: [1, [2], ["z": nil]]),
      receiveProgress: true, discloseMe: true, timeout: 5000, options: ["x": 1])),
  .cancel(.init(request: RequestID(10), mode: .killNoWait, options: ["x": 1])),
  .result(
    .init(
      request: RequestID(10), payload: .record(record, form: .passthru), progress: true, details: ["x": 1])),
  .result(.init(request: RequestID(11))),
  .register(
    .init(request: RequestID(12), procedure: "a..b", match: .wildcard, invoke: .roundRobin, options: ["x": 1])
  ),
  .registered(.init(request: RequestID(12), registration: RegistrationID(13))),
  .unregister(.init(request: RequestID(14), registration: RegistrationID(13))),
  .unregistered(.init(request: RequestID(14))),
  .unregistered(.init(request: RequestID(0), registration: RegistrationID(13), reason: "a.reason")),
  .invocation(
    .init(
      request: RequestID(15), registration: RegistrationID(13), payload: .binaryArgument(record),
      procedure: "a.b",
      receiveProgress: true, timeout: 9, caller: SessionID(1), callerAuthID: "joe", callerAuthRole: "user",
      details: ["x": 1])),
  .interrupt(.init(request: RequestID(15), mode: .killNoWait, reason: "a.b", options: ["x": 1])),
  .yield(
    .init(request: RequestID(15), payload: Payload(arguments: [], keywords: ["k": "v"]), progress: true)),
]

private var audience: Audience {
  var audience = Audience()
  audience.exclude = [SessionID(1)]
  audience.excludeAuthIDs = ["a"]
  audience.excludeAuthRoles = ["b"]
  audience.eligible = [SessionID(2), SessionID(3)]
  audience.eligibleAuthIDs = []
  audience.eligibleAuthRoles = ["c"]
  return audience
}

extension SerializerKind {
  /// Those in whose messages bytes stand as they are.
  static let binary = allCases.filter { !$0.isText }
}

@Suite struct SerializerTests {
  @Test(arguments: SerializerKind.allCases, samples.indices)
  func `a message is read as it was written`(serializer: SerializerKind, index: Int) throws {
    let message = samples[index]
    #expect(try serializer.decode(try serializer.encode(message).joined()) == message)
  }

  @Test(arguments: SerializerKind.binary, RecordForm.allCases)
  func `a record's bytes stay outside and are found again in place`(
    serializer: SerializerKind, form: RecordForm
  ) throws {
    let encoded = try serializer.encode(
      .result(.init(request: RequestID(1), payload: .record(record, form: form))))
    #expect(encoded.body == record)
    let message = encoded.joined()
    guard case .result(let result) = try serializer.decode(message) else {
      Issue.record("no RESULT")
      return
    }
    let found = try #require(result.payload.record)
    #expect(found.bytes == record)
    let inMessage = unsafe found.bytes.withUnsafeBytes { part in
      unsafe message.withUnsafeBytes { whole in unsafe part.baseAddress! - whole.baseAddress! }
    }
    #expect(inMessage == encoded.head.count)
    if serializer == .flatbuffers && form != .binaryArgument { #expect(inMessage % 8 == 0) }
  }

  @Test(arguments: [
    (SerializerKind.cbor, [0x84, 0x18, 0x32, 0x05, 0xA0, 0x81, 0x58, 0x30] as [UInt8]),
    (.messagePack, [0x94, 0x32, 0x05, 0x80, 0x91, 0xC4, 0x30]),
  ])
  func `a record follows its head, as other implementations write it`(
    serializer: SerializerKind, head: [UInt8]
  ) throws {
    let encoded = try serializer.encode(
      .result(.init(request: RequestID(5), payload: .record(record, form: .binaryArgument))))
    #expect(encoded.head == head)
    #expect(encoded.copiedCount == 0)
  }

  @Test(arguments: RecordForm.allCases)
  func `in JSON a record is said in base64, and found again`(form: RecordForm) throws {
    let encoded = try SerializerKind.json.encode(
      .result(.init(request: RequestID(5), payload: .record(record, form: form))))
    #expect(encoded.body.isEmpty && encoded.copiedCount > record.count)
    guard case .result(let result) = try SerializerKind.json.decode(encoded.joined()) else {
      Issue.record("no RESULT")
      return
    }
    #expect(result.payload.record?.bytes == record && result.payload.record?.form == form)
  }

  @Test func `in FlatBuffers the union's tag is the message's code`() throws {
    for message in samples {
      let bytes = try SerializerKind.flatbuffers.encode(message).joined()
      try Verifier.verify(bytes.bytes, as: WireMessage.self)
      let tag = unsafe WireMessage(TableView(unverifiedRoot: bytes.bytes)).msgType
      #expect(tag == message.code.rawValue)
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `damaged messages are refused or read, and never trap`(serializer: SerializerKind) throws {
    var random = SplitMix64(seed: 1)
    for message in samples {
      let good = Array(try serializer.encode(message).joined())
      for round in 0..<300 {
        var bad = good
        for _ in 0..<(1 + round % 3) {
          bad[Int.random(in: 0..<bad.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
        }
        if round % 4 == 0 { bad.removeLast(Int.random(in: 1...bad.count, using: &random)) }
        guard let read = try? serializer.decode(SharedBytes(bad)) else { continue }
        if case .call(let call) = read { _ = try? call.payload.arguments() }
        _ = try? serializer.encode(read)
      }
    }
  }
}
