import FlatBuffersRuntime
import SharedBytes
import Testing

@testable import WAMP

private let trace = {
  var trace = TraceContext()
  trace["traceparent"] = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
  trace["tracestate"] = ""
  return trace
}()

private let record = SharedBytes((0..<48).map { UInt8($0) })

/// A message for each type that carries a payload, with every option that has a property.
private let carriers: [@Sendable (Payload) -> Message] = [
  { .error(.init(requestType: .call, request: RequestID(1), error: "a.b", payload: $0)) },
  {
    .publish(
      .init(
        request: RequestID(1), topic: "a.b", payload: $0, acknowledge: true, excludeMe: false,
        discloseMe: true, audience: everyAudience, retain: true, trace: trace))
  },
  {
    .event(
      .init(
        subscription: SubscriptionID(1), publication: PublicationID(2), payload: $0,
        publisher: SessionID(3), publisherAuthID: "joe", publisherAuthRole: "user", topic: "a.b",
        retained: true, trustLevel: 4, trace: trace))
  },
  {
    .call(
      .init(
        request: RequestID(1), procedure: "a.b", payload: $0, progress: true, receiveProgress: true,
        discloseMe: true, timeout: 5, trace: trace))
  },
  { .result(.init(request: RequestID(1), payload: $0, progress: true)) },
  {
    .invocation(
      .init(
        request: RequestID(1), registration: RegistrationID(2), payload: $0, procedure: "a.b",
        progress: true, receiveProgress: true, timeout: 5, caller: SessionID(3), callerAuthID: "joe",
        callerAuthRole: "user", trustLevel: 2, trace: trace))
  },
  { .yield(.init(request: RequestID(1), payload: $0, progress: true)) },
]

private var everyAudience: Audience {
  var audience = Audience()
  audience.exclude = [SessionID(1)]
  audience.excludeAuthIDs = ["a"]
  audience.excludeAuthRoles = ["b"]
  audience.eligible = [SessionID(2), SessionID(1 << 53)]
  audience.eligibleAuthIDs = ["c", "d"]
  audience.eligibleAuthRoles = []
  return audience
}

/// Every kind of payload, with every attribute; and what FlatBuffers, which has one spelling, makes of it.
private let payloads: [(given: Payload, inTables: Payload)] = [
  (.none, .none),
  (.binaryArgument(record), .binaryArgument(record)),
  (Payload(arguments: [1, "a"]), Payload(arguments: [1, "a"])),
  (Payload(arguments: [], keywords: ["k": 1]), Payload(arguments: [], keywords: ["k": 1])),
  (Payload(arguments: [nil], keywords: ["k": 1]), Payload(arguments: [nil], keywords: ["k": 1])),
  (.record(record, form: .passthru), .record(record, form: .passthru)),
  (.record(record, form: .transparency), .record(record, form: .passthru)),
  (sealed(.passthru, cipher: "aes256gcm"), sealed(.passthru, cipher: "aes256gcm")),
  (sealed(.passthru, cipher: "x_own"), sealed(.passthru, cipher: "x_own")),
  (sealed(.transparency), sealed(.passthru)),
]

private func sealed(_ style: PassthruPayload.Style, cipher: String? = nil) -> Payload {
  .passthru(
    PassthruPayload(
      record, scheme: "cryptobox", serializer: "json", cipher: cipher, keyID: "k", style: style))
}

@Suite("Every message with every option")
struct EveryOptionTests {
  @Test(
    "is read as it was written, whatever its payload", arguments: SerializerKind.allCases, payloads.indices)
  func roundTrip(serializer: SerializerKind, index: Int) throws {
    let (given, inTables) = payloads[index]
    for carrier in carriers {
      let read = try serializer.decode(try serializer.encode(carrier(given)).joined())
      #expect(read == carrier(serializer == .flatbuffers ? inTables : given))
    }
  }

  @Test("is among the samples: none that a description names is forgotten", arguments: MessageCode.allCases)
  func samplesAreComplete(code: MessageCode) throws {
    var names = NameCollector()
    _ = try? Message(code, from: &names)
    let carried = carriers.flatMap { carrier in payloads.map { carrier($0.given) } }
    var said: Set<String> = []
    for message in samples + carried where message.code == code { said.formUnion(try keys(of: message)) }
    #expect(said.filter { !$0.hasPrefix("x") } == names.options)
  }

  /// The keys of the options, as a list format has them.
  private func keys(of message: Message) throws -> Set<String> {
    let fields = try Value(cbor: try SerializerKind.cbor.encode(message).joined()).listValue ?? []
    // What the extra of CHALLENGE and AUTHENTICATE says are no options.
    guard message.code != .challenge, message.code != .authenticate else { return [] }
    return Set((fields.lazy.compactMap(\.mapValue).first ?? [:]).keys)
  }

  @Test("names all that the schema has for it, but for what is listed here", arguments: MessageCode.allCases)
  func schemaIsComplete(code: MessageCode) {
    var names = NameCollector()
    _ = try? Message(code, from: &names)
    let unnamed = WireAnyMessage.slots(of: code.rawValue).map(\.name.description)
      .filter { !names.fields.contains($0) && !names.options.contains($0) && !generalSlots.contains($0) }
    #expect(Set(unnamed) == unusedSlots[code] ?? [])
  }

  /// What the schema has for payloads, for all that it lacks and for the routers a message came through, and the session,
  /// which the connection tells.
  private let generalSlots: Set<String> = [
    "args", "kwargs", "payload", "details", "session", TablePlan.forwardingKey,
  ]

  /// Fields for which messages have no property: of features that nothing here offers or asks for.
  private let unusedSlots: [MessageCode: Set<String>] = [
    .goodbye: ["resumable"],
    .publish: ["transaction_hash"],
    .event: ["acknowledge", "transaction_hash"],
    .call: ["caller", "caller_authid", "caller_authrole", "transaction_hash"],
    .result: ["callee", "callee_authid", "callee_authrole"],
    .invocation: ["transaction_hash"],
    .yield: ["callee", "callee_authid", "callee_authrole"],
  ]
}

/// Notes what a description names.
private struct NameCollector: FieldCoder, ~Copyable {
  private(set) var fields: Set<String> = []
  private(set) var options: Set<String> = []

  mutating func request(_ request: inout RequestID, orZero: Bool) { fields.insert("request") }
  mutating func id<ID: WAMPIdentifier>(_ name: String, _ id: inout ID) { fields.insert(name) }
  mutating func type(_ name: String, _ type: inout MessageCode) { fields.insert(name) }
  mutating func text(_ name: String, _ text: inout String, orNull: Bool) { fields.insert(name) }
  mutating func uri(_ name: String, _ uri: inout String) { fields.insert(name) }
  mutating func method(_ name: String, _ method: inout String) { fields.insert(name) }
  mutating func map(_ name: String, _ map: inout Options) { fields.insert(name) }
  mutating func payload(_ payload: inout Payload) {}

  mutating func options(
    _ name: String, _ rest: inout Options, isOmittable: Bool,
    _ body: (inout Self) throws(FieldFault) -> Void
  ) throws(FieldFault) {
    try body(&self)
  }

  mutating func flag(_ key: String, _ flag: inout Bool, unless normal: Bool) { options.insert(key) }
  mutating func option(_ key: String, _ number: inout UInt64?) { options.insert(key) }
  mutating func option<ID: WAMPIdentifier>(_ key: String, _ id: inout ID?) { options.insert(key) }
  mutating func option(_ key: String, _ text: inout String?) { options.insert(key) }
  mutating func option(_ key: String, _ texts: inout [String]?) { options.insert(key) }
  mutating func option(_ key: String, _ sessions: inout [SessionID]?) { options.insert(key) }
  mutating func option<Choice: OptionChoice>(_ key: String, _ choice: inout Choice?) { options.insert(key) }
  mutating func option(_ key: String, _ map: inout Options) { options.insert(key) }
  mutating func reason(_ key: String, _ reason: inout String?) { options.insert(key) }
  mutating func method(_ key: String, _ method: inout String?) { options.insert(key) }
  mutating func methods(_ key: String, _ methods: inout [String]) { options.insert(key) }
  mutating func roles(_ key: String, _ roles: inout Roles?, of side: Roles.Side) { options.insert(key) }

  mutating func attributes(of payload: inout Payload) {
    options.formUnion([
      "enc_algo", "enc_key", "enc_serializer", "ppt_cipher", "ppt_keyid", "ppt_scheme", "ppt_serializer",
    ])
  }
}
