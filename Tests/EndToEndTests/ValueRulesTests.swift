import Flatwire
import Programs
import Testing

/// What a schema asks of values beyond their types holds for all that peers send, whichever way a procedure is registered.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ValueRulesTests {
  /// The ways to register a procedure that answers with the request, seen.
  enum Way: CaseIterable { case router, inline, client }

  private static func answer(_ request: RecordBuffer<Visit>) throws -> RecordBuffer<Visit> {
    var visit = request.record.draft
    visit.seen = 5
    return try RecordBuffer(visit)
  }

  private func register(_ way: Way, _ router: Router, _ session: WAMPSession) async throws {
    switch way {
    case .router: try await router.register(.searchesVisit) { try Self.answer($0) }
    case .client: try await session.register(.searchesVisit) { try Self.answer($0) }
    case .inline:
      try await router.registerInline(.searchesVisit) { _ in
        { bytes, call in
          call.send(try Self.answer(RecordBuffer(verifying: SharedBytes(copying: bytes))).bytes)
        }
      }
    }
  }

  @Test(arguments: Way.allCases)
  func `requests that break a rule are refused with the path, records and plain arguments alike`(
    way: Way
  ) async throws {
    try await withRouter { router in
      let url = "ws://127.0.0.1:\(router.port)/"
      let session = try await WAMPSession.connect(to: url, realm: router.realm)
      try await register(way, router, session)
      let caller = try await WAMPSession.connect(to: url, realm: router.realm)
      let uri = Procedure.searchesVisit.uri

      let visit = try await caller.call(.searchesVisit, .init(session: 7, topics: ["com.example"]))
      #expect(visit.record.draft == Visit.Draft(session: 7, topics: ["com.example"], seen: 5))
      let plain = try await caller.call(uri, [7, ["com.example"]]).arguments()
      #expect(plain.list == [7, ["com.example"]] && plain.keywords == ["seen": 5])

      let wrong: [(Visit.Draft, [Value], [String: Value], String)] = [
        (.init(), [], [:], "argument 'session': found 0, expected a WAMP ID, 1 to 2^53"),
        (
          .init(session: 1 << 54), [.int(1 << 54)], [:],
          "argument 'session': found 18014398509481984, expected a WAMP ID"
        ),
        (
          .init(session: 1, topics: ["a", "b."]), [1, ["a", "b."]], [:],
          "argument 'topics[1]': found 'b.', expected a URI"
        ),
        (
          .init(session: 1, seen: 1), [1], ["seen": 1],
          "argument 'seen': found a value, expected none: it is read-only"
        ),
      ]
      for (draft, list, keywords, message) in wrong {
        let errors = [
          await #expect(throws: WAMPError.self) { _ = try await caller.call(.searchesVisit, draft) },
          await #expect(throws: WAMPError.self) {
            _ = try await caller.call(uri, Payload(arguments: list, keywords: keywords))
          },
        ]
        for error in errors {
          #expect(error?.code == .invalidArgument)
          #expect(error?.message.contains("\(uri): \(message)") == true, "\(error?.message ?? "")")
        }
      }
      await caller.close()
      await session.close()
    }
  }

  @Test func `an event with plain arguments that break a rule is rejected`() async throws {
    try await withRouter { router in
      let url = "ws://127.0.0.1:\(router.port)/"
      let session = try await WAMPSession.connect(to: url, realm: router.realm)
      let events = try await session.subscribe(to: .searchesVisited)
      let publisher = try await WAMPSession.connect(to: url, realm: router.realm)
      let uri = Topic.searchesVisited.uri
      _ = try await publisher.publish([0], to: uri)
      _ = try await publisher.publish([1], keywords: ["seen": 9], to: uri)
      for try await event in events {
        #expect(event.record.draft == Visit.Draft(session: 1, seen: 9))
        break
      }
      #expect(events.rejected == 1)
      await publisher.close()
      await session.close()
    }
  }
}
