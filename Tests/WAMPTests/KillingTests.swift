import Testing

@testable import WAMP

/// Sessions that are ended by the meta API.
@Suite struct KillingTests {
  private let members = [
    Member(id: SessionID(1), authid: "ann", authrole: "admin", roles: .client),
    Member(id: SessionID(2), authid: "bob", authrole: "user", roles: .client),
    Member(id: SessionID(3), authid: "bob", authrole: "guest", roles: .client),
    Member(id: SessionID(4), authid: "ann", authrole: "user", roles: .client),
  ]

  private func closed(_ actions: [RealmAction]) -> [UInt64] {
    actions.compactMap { action in if case .close(let id, _) = action { id.rawValue } else { nil } }
  }

  @Test(
    "those who are meant are gone at once, but never the caller",
    arguments: [
      ("wamp.session.kill", [3], [3], nil),
      ("wamp.session.kill_by_authid", ["bob"], [2, 3], [2, 3]),
      ("wamp.session.kill_by_authid", ["ann"], [4], [4]),
      ("wamp.session.kill_by_authid", ["nobody"], [], []),
      ("wamp.session.kill_by_authrole", ["user"], [2, 4], 2),
      ("wamp.session.kill_by_authrole", ["admin"], [], 0),
      ("wamp.session.kill_all", [], [2, 3, 4], 3),
    ] as [(String, [Value], [UInt64], Value?)])
  func kills(procedure: String, arguments: [Value], killed: [UInt64], result: Value?) {
    var client = MetaClient(members)
    let (actions, answer) = client.call(procedure, arguments, from: 1)
    #expect(closed(actions) == killed)
    #expect(answer == .result(result.map { [$0] } ?? []))
    #expect(client.realm.sessions.map(\.rawValue) == [1, 2, 3, 4].filter { !killed.contains($0) })
  }

  @Test("a client is told why, or that it was killed")
  func reasons() {
    var client = MetaClient(members)
    #expect(
      client.call("wamp.session.kill", [2], from: 1).actions == [
        .close(SessionID(2), .init(reason: "wamp.close.killed"))
      ])
    #expect(
      client.call("wamp.session.kill", [3], ["reason": "a.b", "message": "enough"], from: 1).actions == [
        .close(SessionID(3), .init(reason: "a.b", message: "enough"))
      ])
  }

  @Test(
    "what cannot be killed is an error, and nobody is",
    arguments: [
      ([1], [:], "wamp.error.no_such_session"), ([9], [:], "wamp.error.no_such_session"),
      ([2], ["reason": "not a URI"], "wamp.error.invalid_uri"),
      ([2], ["reason": ""], "wamp.error.invalid_uri"), ([], [:], "wamp.error.invalid_argument"),
    ] as [([Value], [String: Value], String)])
  func faults(list: [Value], keywords: [String: Value], code: String) {
    var client = MetaClient(members)
    let (actions, answer) = client.call("wamp.session.kill", list, keywords, from: 1)
    #expect(actions.isEmpty && answer.code == code)
    #expect(client.realm.sessions.count == 4)
  }

  @Test("who is killed leaves: its procedures go, its calls end, and others are told, unless all are killed")
  func leaving() {
    for (procedure, arguments, isTold) in [
      ("wamp.session.kill", [2], true), ("wamp.session.kill_all", [], false),
    ] as [(String, [Value], Bool)] {
      var client = MetaClient(members)
      _ = client.subscribe(1, to: "wamp.session.on_leave")
      _ = client.realm.receive(.register(.init(request: RequestID(1), procedure: "a")), from: SessionID(2))
      _ = client.call("a", from: 1)
      let (actions, _) = client.call(procedure, arguments, from: 1)
      #expect(!client.realm.hasProcedure("a"))
      let failed = actions.contains { action in
        if case .send(.error(let error), SessionID(1)) = action {
          error.requestType == .call && error.error == "wamp.error.canceled"
        } else {
          false
        }
      }
      #expect(failed)
      #expect(actions.events.map(\.arguments) == (isTold ? [[2, "bob", "user"]] : []))
      // What the killed client sends before it has heard of it means nothing.
      #expect(
        client.realm.receive(.call(.init(request: RequestID(1), procedure: "a")), from: SessionID(2)).isEmpty)
      #expect(client.realm.leave(SessionID(2)).isEmpty)
    }
  }

  @Test("whoever stays when all are killed is told of their registrations and subscriptions, in order")
  func registrations() {
    var client = MetaClient(members)
    for topic in ["wamp.session.", "wamp.registration.", "wamp.subscription."] {
      _ = client.subscribe(1, to: topic, .prefix)
    }
    for id in [2, 3] as [UInt64] {
      let register = Message.Register(request: RequestID(1), procedure: "a", invoke: .roundRobin)
      _ = client.realm.receive(.register(register), from: SessionID(id))
    }
    _ = client.subscribe(4, to: "t")
    let (actions, _) = client.call("wamp.session.kill_all", from: 1)
    #expect(
      actions.events.compactMap(\.topic) == [
        "wamp.registration.on_unregister", "wamp.registration.on_unregister", "wamp.registration.on_delete",
        "wamp.subscription.on_unsubscribe", "wamp.subscription.on_delete",
      ])
  }

  @Test("very many are killed in slices, and the answer does not wait for that")
  func slices() {
    var client = MetaClient(members)
    for id in 10..<3010 as Range<UInt64> {
      client.realm.join(Member(id: SessionID(id), authid: "crowd", authrole: "user", roles: .client))
    }
    let (actions, answer) = client.call("wamp.session.kill_by_authid", ["crowd"], from: 1)
    guard case .result(let results) = answer else {
      Issue.record("no result")
      return
    }
    #expect(results.first?.listValue?.count == 3000)
    // The others wait for their turn; who is named again and again is kept only so often.
    var codes: [String?] = []
    for _ in 0..<20 { codes.append(client.ask("wamp.session.kill_by_authrole", ["user"]).code) }
    #expect(codes.prefix(15).allSatisfy { $0 == nil })
    #expect(codes.suffix(5).allSatisfy { $0 == "wamp.error.unavailable" })
    var slices = [actions]
    while client.realm.isLeaving { slices.append(client.realm.continueLeaving()) }
    #expect(slices.allSatisfy { $0.count <= Departure.slice })
    #expect(slices.flatMap(closed) == (10..<3010).map { UInt64($0) } + [2, 4])
    #expect(client.realm.sessions.map(\.rawValue) == [1, 3])
  }
}
