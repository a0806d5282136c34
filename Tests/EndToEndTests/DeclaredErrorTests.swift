import Flatwire
import Logging
import Programs
import Testing

/// Errors with records, as a schema declares them, by each way that a procedure is registered.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct DeclaredErrorTests {
  /// Who answers: the router's own process in a task or on the caller's event loop, or a client.
  enum Way: CaseIterable { case router, inline, client }

  static let pay = Procedure.accountsPay.uri
  private static let own = WAMPError(WAMPError.Code("com.example.error.own"), "of its own")

  private static func receipt(for amount: UInt64) throws -> Receipt.Draft {
    switch amount {
    case 0: throw own
    case ...100: return Receipt.Draft(number: 1, amount: amount)
    case ...1000: throw try RecordError<Insufficient>(.init(missing: amount - 100, currency: "EUR"))
    default: throw try RecordError<Locked>(.init(by: "Ann"))
    }
  }

  /// Offers the procedure in a way while a body runs.
  static func withAccounts(
    _ way: Way, _ router: Router, _ body: () async throws -> Void
  ) async throws {
    let store = try Store.temporary(schema: AccountsSchema.schema)
    let session = try await join(router, .cbor)
    switch way {
    case .router:
      try await router.register(.accountsPay) { try RecordBuffer(receipt(for: $0.record.amount)) }
    case .inline:
      try await router.register(.accountsPay, reading: store) { payment, _, reply in
        let draft = try receipt(for: payment.amount)
        try reply.send(draft)
      }
    case .client:
      try await session.register(.accountsPay) { try RecordBuffer(receipt(for: $0.record.amount)) }
    }
    let result = await Result.of { try await body() }
    await session.close()
    store.close()
    try result.get()
  }

  @Test(arguments: Way.allCases, SerializerKind.allCases)
  func `callers catch what is declared with its record, and other errors as they are`(
    way: Way, serializer: SerializerKind
  ) async throws {
    try await withRouter { router in
      try await Self.withAccounts(way, router) {
        let caller = try await join(router, serializer)
        let receipt = try await caller.call(.accountsPay, .init(amount: 50))
        #expect(receipt.record.draft == .init(number: 1, amount: 50))
        let insufficient = await #expect(throws: RecordError<Insufficient>.self) {
          _ = try await caller.call(.accountsPay, .init(amount: 120))
        }
        #expect(insufficient?.buffer.draft == .init(missing: 20, currency: "EUR"))
        #expect(insufficient?.description.hasPrefix("com.example.error.insufficient: ") == true)
        let locked = await #expect(throws: RecordError<Locked>.self) {
          _ = try await caller.call(.accountsPay, .init(amount: 2000)) { $0.number }
        }
        #expect(locked?.buffer.draft == .init(by: "Ann"))
        let other = await #expect(throws: WAMPError.self) {
          _ = try await caller.call(.accountsPay, .init(amount: 0))
        }
        #expect(other?.code == Self.own.code && other?.message == Self.own.message)
        await caller.close()
      }
    }
  }

  @Test(arguments: Way.allCases, SerializerKind.allCases)
  func `plain callers get the fields in their places and by their names`(
    way: Way, serializer: SerializerKind
  ) async throws {
    try await withRouter { router in
      try await Self.withAccounts(way, router) {
        let caller = try await join(router, serializer)
        let insufficient = await #expect(throws: WAMPError.self) {
          _ = try await caller.call(Self.pay, [120])
        }
        #expect(insufficient?.code.rawValue == Insufficient.errorURI)
        let said = try #require(try insufficient?.payload.arguments())
        #expect(said.list == [20] && said.keywords == ["currency": "EUR"])
        let locked = await #expect(throws: WAMPError.self) { _ = try await caller.call(Self.pay, [2000]) }
        #expect(locked?.code.rawValue == Locked.errorURI && locked?.message == "Ann")
        await caller.close()
      }
    }
  }

  private static func call(
    failing payload: Payload, _ uri: String = Insufficient.errorURI, by serializer: SerializerKind = .cbor
  ) async throws -> any Error {
    let result = await Result.of {
      try await withRouter { router in
        let callee = try await join(router, .cbor)
        try await callee.register(pay) { _ in throw WAMPError(WAMPError.Code(uri), payload: payload) }
        let caller = try await join(router, serializer)
        _ = try await caller.call(.accountsPay, .init(amount: 1))
      }
    }
    guard case .failure(let error) = result else { throw WAMPError(.runtimeError, "the call did not fail") }
    return error
  }

  @Test(arguments: SerializerKind.allCases)
  func `the record is taken in each form that a callee sends it in`(serializer: SerializerKind) async throws {
    let draft = Insufficient.Draft(missing: 7, currency: "CHF")
    let bytes = try RecordBuffer<Insufficient>(draft).bytes
    let payloads =
      RecordForm.allCases.map { Payload.record(bytes, form: $0) } + [
        Payload(arguments: [7], keywords: ["currency": "CHF"])
      ]
    for payload in payloads {
      let error = try await Self.call(failing: payload, by: serializer)
      #expect((error as? RecordError<Insufficient>)?.buffer.draft == draft, "\(error)")
    }
    // Nothing is as good as a record of defaults, but where a field is required.
    let empty = try await Self.call(failing: .none, by: serializer)
    #expect((empty as? RecordError<Insufficient>)?.buffer.draft == .init(), "\(empty)")
  }

  @Test(arguments: [
    (Insufficient.errorURI, .binaryArgument(SharedBytes([1, 2, 3])), "sent a damaged example.Insufficient"),
    (
      Insufficient.errorURI, .binaryArgument(SharedBytes([UInt8](repeating: 9, count: 16))),
      "sent a damaged example.Insufficient"
    ),
    (Insufficient.errorURI, Payload(arguments: ["7"]), "argument 'missing': found"),
    (Insufficient.errorURI, Payload(arguments: [], keywords: ["by": "x"]), "keyword argument \"by\""),
    (Locked.errorURI, .none, "'by', which is required"),
    (
      Locked.errorURI,
      .passthru(PassthruPayload(SharedBytes([1]), scheme: "wamp", cipher: "xsalsa20poly1305")),
      "found opaque bytes"
    ),
  ])
  func `an error whose record is wrong is told as that, with its URI and with what came`(
    uri: String, payload: Payload, message: String
  ) async throws {
    let error = try #require(try await Self.call(failing: payload, uri) as? WAMPError)
    #expect(error.code == .invalidPayload)
    #expect(error.message.hasPrefix("\(uri) of \(Self.pay)"), "\(error.message)")
    #expect(error.message.contains(message), "\(error.message)")
    #expect(error.payload == payload)
  }

  @Test func `what a handler throws without having declared it reaches callers with its record`() async throws
  {
    let lines = LogLines()
    let router = try await Router.start(
      .webSocket(port: 0), realm: "realm1", logger: Logger(label: "test") { _ in lines })
    try await router.register(.usersGet) { _ in throw try RecordError<Locked>(.init(by: "Ann")) }
    let session = try await join(router, .cbor)
    try await session.register("com.example.untyped") { _ in throw try RecordError<Locked>(.init(by: "Bob")) }
    func locked(_ body: () async throws -> Void) async throws -> String {
      let error = await #expect(throws: WAMPError.self) { try await body() }
      #expect(error?.code.rawValue == Locked.errorURI)
      let bytes = try #require(error?.payload.record?.bytes)
      let buffer = try RecordBuffer<Locked>(verifying: bytes)
      return buffer.record.by.description
    }
    #expect(try await locked { _ = try await session.call(.usersGet, .init(id: 1)) } == "Ann")
    #expect(try await locked { _ = try await session.call(Procedure.usersGet.uri, [1]) } == "Ann")
    #expect(try await locked { _ = try await session.call("com.example.untyped") } == "Bob")
    // It is an answer and no failure of the program.
    #expect(!lines.text.contains("failed"), "\(lines.text)")
    await session.close()
    await router.stop()
  }

  @Test func `a result with plain arguments reaches a typed caller as a record`() async throws {
    try await withRouter { router in
      let session = try await join(router, .cbor)
      try await session.register(Self.pay) { _ in Payload(arguments: [3, 4]) }
      let receipt = try await session.call(.accountsPay, .init(amount: 4))
      #expect(receipt.record.draft == .init(number: 3, amount: 4))
      await session.close()
    }
  }
}
