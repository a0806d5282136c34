import CoreMetrics
import Flatwire
import Foundation
import Logging
import MetricsTestKit
import Programs
import Testing

/// Payloads that a router holds against its inventory, by each way.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct PayloadValidationTests {
  private static let get = Procedure.usersGet.uri
  private static let changed = Topic.usersChanged.uri

  static func configuration(_ validation: PayloadValidation) -> RealmConfiguration {
    var realm = RealmConfiguration("realm1")
    realm.inventory = [User.embeddedSchema, Search.embeddedSchema]
    realm.validation = validation
    return realm
  }

  static func withRouter(
    _ validation: PayloadValidation = .refuse, logger: Logger = Logger(label: "flatwire.router"),
    _ body: (Router) async throws -> Void
  ) async throws {
    let router = try await Router.start(
      [.webSocket(port: 0)], realms: [configuration(validation)], logger: logger)
    let result = await Result.of { try await body(router) }
    await router.stop()
    try result.get()
  }

  /// The ways to register a procedure: answered by the realm, on the caller's event loop, or by a client.
  enum Way: CaseIterable { case router, inline, client }

  private func register(_ way: Way, _ router: Router, _ session: WAMPSession) async throws {
    switch way {
    case .router:
      try await router.register(.searchesVisit) { $0 }
      try await router.register(.usersGet) { try RecordBuffer<User>(TestData.user($0.record.id)) }
    case .client:
      try await session.register(.searchesVisit) { $0 }
      try await session.register(.usersGet) { try RecordBuffer<User>(TestData.user($0.record.id)) }
    case .inline:
      try await router.registerInline(.searchesVisit) { _ in
        { bytes, call in call.send(SharedBytes(copying: bytes)) }
      }
      try await router.registerInline(.usersGet) { _ in
        { bytes, call in
          let key = try RecordBuffer<UserKey>(verifying: SharedBytes(copying: bytes))
          call.send(try RecordBuffer<User>(TestData.user(key.record.id)).bytes)
        }
      }
    }
  }

  /// A call that is refused, and why.
  private struct Wrong {
    let uri: String
    let payload: Payload
    let message: String

    init(_ uri: String, _ payload: Payload, _ message: String) {
      (self.uri, self.payload, self.message) = (uri, payload, message)
    }

    func expectRefusal(of caller: WAMPSession) async {
      let error = await #expect(throws: WAMPError.self) { _ = try await caller.call(uri, payload) }
      #expect(error?.code == .invalidPayload)
      #expect(error?.message.contains("the request of \(uri): \(message)") == true, "\(error?.message ?? "")")
    }
  }

  @Test(arguments: Way.allCases, SerializerKind.allCases)
  func `the short way and the long way say the same`(way: Way, serializer: SerializerKind) async throws {
    try await Self.withRouter { router in
      let session = try await join(router, .cbor)
      try await register(way, router, session)
      let caller = try await join(router, serializer)
      for id in [1, 2] as [UInt64] {
        let user = try await caller.call(.usersGet, .init(id: id))
        #expect(user.record.draft == TestData.user(id))
      }
      #expect(try await caller.call(Self.get, [7]).arguments().list.prefix(2) == [7, "User 7"])
      let visit = Procedure.searchesVisit.uri
      let wrong = [
        Wrong(
          Self.get, .binaryArgument(SharedBytes([UInt8](repeating: 9, count: 16))),
          "UserKey: offset 151587081"),
        Wrong(Self.get, Payload(arguments: ["7"]), "argument 'id': found"),
        Wrong(
          Self.get, .passthru(PassthruPayload(SharedBytes([1]), scheme: "wamp", cipher: "xsalsa20poly1305")),
          "found opaque bytes"
        ),
        Wrong(
          visit, .binaryArgument(try RecordBuffer<Visit>(Visit.Draft()).bytes), "argument 'session': found 0"),
        Wrong(visit, Payload(arguments: [0]), "argument 'session': found 0"),
        Wrong(
          visit, Payload(arguments: [1], keywords: ["seen": 1]),
          "argument 'seen': found a value, expected none"),
      ]
      for wrong in wrong { await wrong.expectRefusal(of: caller) }
      await caller.close()
      await session.close()
    }
  }

  @Test func `what is only logged passes, is counted, and told`() async throws {
    let backend = TestMetrics()
    let lines = LogLines()
    try await withMetricsFactory(backend) {
      try await Self.withRouter(.log, logger: Logger(label: "test") { _ in lines }) { router in
        let session = try await join(router, .cbor)
        try await session.register(Self.get) { $0.payload }
        #expect(try await session.call(Self.get, ["x"]).arguments().list == ["x"])
        try await router.registerInline(Procedure.searchesVisit.uri) { _ in
          InlineResponder { bytes, call in call.send(SharedBytes(copying: bytes)) }
        }
        _ = try await session.call(.searchesVisit, .init())
        _ = try await session.call(.searchesVisit, .init(session: 1))
        await router.reportMetrics()
        await session.close()
      }
    }
    let counts = ["logged": 3, "accepted": 1, "refused": 0] as KeyValuePairs<String, Int64>
    for (outcome, count) in counts {
      #expect(
        backend.counterTotal(label: "flatwire_router_checked_payloads", dimensions: [("outcome", outcome)])
          == count, "\(outcome)")
    }
    #expect(lines.text.contains("payload is wrong"))
    #expect(lines.text.contains("the request of \(Self.get): argument 'id': found"))
  }

  @Test func `a running router takes another inventory, and refuses a wrong one`() async throws {
    try await Self.withRouter { router in
      let session = try await join(router, .cbor)
      try await session.register(Self.get) { _ in Payload(arguments: [7, "Ann"]) }
      await #expect(throws: WAMPError.self) { try await session.call(Self.get, ["x"]) }
      var wrong = Self.configuration(.refuse)
      wrong.inventory = [nil]
      await #expect(throws: WAMPError.self) { try await router.change(wrong) }
      await #expect(throws: WAMPError.self) { try await session.call(Self.get, ["x"]) }
      try await router.change(RealmConfiguration("realm1"))
      #expect(try await session.call(Self.get, ["x"]).arguments().list == [7, "Ann"])
      await session.close()
    }
  }

  @Test func `the log gets some of very many faults`() async throws {
    let lines = LogLines()
    try await Self.withRouter(logger: Logger(label: "test") { _ in lines }) { router in
      let session = try await join(router, .cbor)
      for _ in 0..<100 {
        try await session.publish(["x"], to: Self.changed, options: .init(acknowledge: false))
      }
      await #expect(throws: WAMPError.self) { try await session.publish(["x"], to: Self.changed) }
      await session.close()
    }
    let count = lines.text.components(separatedBy: "payload refused").count - 1
    #expect(count >= 10 && count < 60, "\(count)")
  }
}
