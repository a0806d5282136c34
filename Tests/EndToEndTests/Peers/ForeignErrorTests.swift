import Flatwire
import Foundation
import Programs
import Testing

/// Declared errors and parts, with a client we did not write on the other side, which knows nothing of records.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ForeignErrorTests {
  private typealias Observation = AutobahnPeer.Observation
  private static let pay = Procedure.accountsPay.uri
  private static let audit = "com.example.account.audit"

  private static func kinds(_ seen: [Observation], _ kind: String) -> [Observation] {
    seen.filter { $0["event"] as? String == kind }
  }

  @Test(arguments: ["cbor", "msgpack", "json"], [true, false])
  func `Autobahn gets a record that a handler throws as an ApplicationError with arguments and keywords`(
    serializer: String, isOffered: Bool
  ) async throws {
    try await withRouter { router in
      try await DeclaredErrorTests.withAccounts(isOffered ? .client : .inline, router) {
        let seen = try await AutobahnPeer.run(
          port: router.port, realm: router.realm, serializer: serializer,
          [
            ["do": "call", "procedure": Self.pay, "args": [120]],
            ["do": "call", "procedure": Self.pay, "args": [2000]],
            ["do": "call", "procedure": Self.pay, "args": [50]],
          ])
        let errors = Self.kinds(seen, "error")
        #expect(errors.map { $0["uri"] as? String } == [Insufficient.errorURI, Locked.errorURI])
        #expect(errors.map { $0["args"] as? NSArray } == [[20], ["Ann"]])
        #expect(errors.map { $0["kwargs"] as? NSDictionary } == [["currency": "EUR"], [:]])
        #expect(Self.kinds(seen, "result").map { $0["args"] as? NSArray } == [[1, 50]])
      }
    }
  }

  @Test(arguments: ["cbor", "msgpack", "json"], SerializerKind.allCases)
  func `what Autobahn raises, answers and sends in parts reaches our caller typed`(
    foreign: String, serializer: SerializerKind
  ) async throws {
    try await withRouter { router in
      let caller = try await join(router, serializer)
      let registered = try await caller.subscribe(to: "wamp.registration.on_register")
      async let peer = AutobahnPeer.run(
        port: router.port, realm: router.realm, serializer: foreign,
        [
          [
            "do": "register", "procedure": Self.pay, "error": Insufficient.errorURI, "args": [20],
            "kwargs": ["currency": "EUR"],
          ],
          ["do": "register", "procedure": Self.audit, "parts": [1, 2], "args": [2]],
          ["do": "wait", "for": "invocation", "count": 2],
        ])
      var count = 0
      for try await _ in registered {
        count += 1
        if count == 2 { break }
      }
      let error = await #expect(throws: RecordError<Insufficient>.self) {
        _ = try await caller.call(.accountsPay, .init(amount: 120))
      }
      #expect(error?.buffer.draft == .init(missing: 20, currency: "EUR"))
      var seen: [UInt64] = []
      for try await answer in try await caller.results(of: .accountsAudit, .init(first: 1, last: 2)) {
        switch answer {
        case .part(let receipt): seen.append(receipt.record.number)
        case .result(let audited): seen.append(UInt64(audited.record.count) + 100)
        }
      }
      #expect(seen == [1, 2, 102])
      _ = try await peer
      await caller.close()
    }
  }
}
