import Flatwire
import Programs
import Testing

/// What a client makes of what routers tell of their procedures.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct DescriptionTests {
  /// The answers of a router to the two questions; `nil` if it has no such procedure.
  private struct Answers: Sendable {
    var description: Value?
    var schema: Value?

    func react(to message: Message, _ router: FakeRouter) {
      guard case .call(let call) = message else { return }
      let answer = call.procedure.hasSuffix(".describe") ? description : schema
      if let answer {
        router.send(.result(.init(request: call.request, payload: Payload(arguments: [answer]))))
      } else {
        router.send(WAMPError(.noSuchProcedure).answer(to: call.request, of: .call))
      }
    }
  }

  private static func description(hash: Value) -> Value {
    [
      "uri": "a.b", "request": ["record": "example.UserKey"], "response": ["record": "example.User"],
      "schema": ["name": "users", "hash": hash, "fingerprint": "1"],
    ]
  }

  private static var bytes: SharedBytes {
    get throws { try #require(User.embeddedSchema).bytes }
  }

  private func ask(_ answers: Answers, roles: Roles = .router) async throws -> DescribedProcedure? {
    var described: DescribedProcedure?
    try await FakeRouter.run(
      welcome: .welcome(.init(session: SessionID(1), roles: roles)), { answers.react(to: $0, $1) }
    ) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1", serializers: [.cbor])
      let result = await Result.of { described = try await session.description(of: "a.b") }
      await session.close()
      try result.get()
    }
    return described
  }

  @Test func `routers that tell nothing are no error`() async throws {
    #expect(try await ask(Answers()) == nil)
    #expect(try await ask(Answers(description: ["uri": "a.b"])) == nil)
    // It knows the types, and does not give the schema.
    #expect(try await ask(Answers(description: Self.description(hash: "x"))) == nil)
    // Not announced: not asked.
    let lies = Answers(description: 7)
    #expect(try await ask(lies, roles: Roles([.dealer: [], .broker: []])) == nil)
  }

  @Test func `a schema that hashes to what was told is taken`() async throws {
    let bytes = try Self.bytes
    let answers = Answers(description: Self.description(hash: .string(bytes.sha256)), schema: .bytes(bytes))
    #expect(try await ask(answers) != nil)
  }

  @Test func `lies are errors that say what is wrong`() async throws {
    let bytes = try Self.bytes
    let other = SharedBytes([UInt8](bytes).prefix(100))
    let cases: [(Answers, String)] = [
      (Answers(description: 7), "wamp.reflection.procedure.describe: found an integer, expected a map"),
      (Answers(description: ["uri": 7]), "wamp.reflection.procedure.describe: 'uri': found an integer"),
      (
        Answers(description: Self.description(hash: "x"), schema: "text"),
        "wamp.reflection.schema.get: found a string, expected binary data"
      ),
      (
        Answers(description: Self.description(hash: .string(bytes.sha256)), schema: .bytes(other)),
        "the schema users: found bytes of the hash \(other.sha256), expected \(bytes.sha256)"
      ),
      (
        Answers(description: Self.description(hash: .string(other.sha256)), schema: .bytes(other)),
        "the schema users can't be loaded: "
      ),
    ]
    for (answers, message) in cases {
      let error = await #expect(throws: WAMPError.self) { _ = try await ask(answers) }
      #expect(error?.code == .invalidPayload)
      #expect(error?.message.hasPrefix(message) == true, "\(error?.message ?? "")")
    }
  }
}
