import SharedBytes
import Testing

@testable import WAMP

/// Requests that a realm has an authorizer asked about.
@Suite struct AuthorizerTests {
  private let client = SessionID(1)
  private let other = SessionID(2)

  private func realm(_ change: (inout RealmLimits) -> Void = { _ in }) throws -> Realm {
    var permissions = Permissions()
    permissions.authorize("asked") { _ in .allowed() }
    try permissions.grant(.all, to: "free", on: "", .prefix)
    var limits = RealmLimits()
    change(&limits)
    let table = RoutingTable(permissions: permissions, limits: limits)
    var realm = Realm(name: "realm1", table: table, ids: RandomIDs(seed: 1))
    realm.join(Member(id: client, authid: "joe", authrole: "asked", roles: .client))
    realm.join(Member(id: other, authid: "ann", authrole: "free", roles: .client))
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "a.b")), from: other)
    _ = realm.receive(.subscribe(.init(request: RequestID(2), topic: "t.t")), from: other)
    return realm
  }

  private func asked(_ actions: [RealmAction]) -> [AuthorizationRequest] {
    actions.compactMap { if case .authorize(let request) = $0 { request } else { nil } }
  }

  private func errors(_ actions: [RealmAction]) -> [String] {
    actions.compactMap { if case .send(.error(let error), _) = $0 { error.error } else { nil } }
  }

  private func call(_ number: UInt64, _ procedure: String = "a.b") -> Message {
    .call(.init(request: RequestID(number), procedure: procedure))
  }

  @Test(
    "an authorizer is told who wants to do what",
    arguments: [
      (Message.call(.init(request: RequestID(1), procedure: "a.b")), Permissions.Actions.call, "a.b"),
      (.register(.init(request: RequestID(1), procedure: "x.y")), .register, "x.y"),
      (.publish(.init(request: RequestID(1), topic: "t.t")), .publish, "t.t"),
      (.subscribe(.init(request: RequestID(1), topic: "t.t")), .subscribe, "t.t"),
    ])
  func requests(message: Message, action: Permissions.Actions, uri: String) throws {
    var realm = try realm()
    let request = AuthorizationRequest(
      action: action, uri: uri, match: .exact, session: client, authid: "joe", authrole: "asked")
    #expect(realm.receive(message, from: client) == [.authorize(request)])
    #expect(errors(realm.authorized(client, .allowed())).isEmpty)
  }

  @Test("a call in parts is asked about once, and answered once if it is denied", arguments: [true, false])
  func parts(isAllowed: Bool) throws {
    var realm = try realm()
    let parts = [true, true, false].map { progress in
      Message.call(.init(request: RequestID(1), procedure: "a.b", progress: progress))
    }
    #expect(asked(realm.receive(parts[0], from: client)).count == 1)
    #expect(realm.receive(parts[1], from: client).isEmpty)
    let decided = realm.authorized(client, isAllowed ? .allowed() : .denied())
    #expect(decided.count == (isAllowed ? 2 : 1))
    #expect(errors(decided) == (isAllowed ? [] : ["wamp.error.not_authorized"]))
    let last = realm.receive(parts[2], from: client)
    #expect(last.count == (isAllowed ? 1 : 0) && asked(last).isEmpty)
  }

  @Test("what is allowed is done, what is denied is not, and what could not be decided is said to be so")
  func decisions() throws {
    var realm = try realm()
    _ = realm.receive(call(1), from: client)
    guard case .send(.invocation(let invocation), other)? = realm.authorized(client, .allowed()).first else {
      Issue.record("no INVOCATION")
      return
    }
    #expect(invocation.caller == nil)
    _ = realm.receive(call(2), from: client)
    #expect(errors(realm.authorized(client, .denied())) == ["wamp.error.not_authorized"])
    _ = realm.receive(call(3), from: client)
    #expect(errors(realm.authorized(client, nil)) == ["wamp.error.authorization_failed"])
    _ = realm.receive(.publish(.init(request: RequestID(4), topic: "t.t")), from: client)
    #expect(realm.authorized(client, .denied()).isEmpty)
    #expect(realm.inquiries.count == 0)
  }

  @Test("a decision may tell the callee who calls")
  func disclosed() throws {
    var realm = try realm()
    _ = realm.receive(call(1), from: client)
    guard
      case .send(.invocation(let invocation), _)? = realm.authorized(client, .allowed(disclosing: true)).first
    else {
      Issue.record("no INVOCATION")
      return
    }
    #expect(invocation.callerAuthID == "joe")
  }

  @Test("the requests of a session are answered in the order they came; those of others do not wait")
  func order() throws {
    var realm = try realm()
    #expect(asked(realm.receive(call(1, "no.one"), from: client)).map(\.uri) == ["no.one"])
    #expect(realm.receive(call(2, "no.two"), from: client).isEmpty)
    #expect(
      realm.receive(.unsubscribe(.init(request: RequestID(3), subscription: SubscriptionID(9))), from: client)
        .isEmpty)
    #expect(realm.receive(call(4, "no.three"), from: client).isEmpty)
    #expect(errors(realm.receive(call(3, "no.four"), from: other)) == ["wamp.error.no_such_procedure"])
    let first = realm.authorized(client, .denied())
    #expect(errors(first) == ["wamp.error.not_authorized"])
    #expect(asked(first).map(\.uri) == ["no.two"])
    let second = realm.authorized(client, .allowed())
    #expect(errors(second) == ["wamp.error.no_such_procedure", "wamp.error.no_such_subscription"])
    #expect(asked(second).map(\.uri) == ["no.three"])
    #expect(errors(realm.authorized(client, .denied())) == ["wamp.error.not_authorized"])
    #expect(realm.inquiries.count == 0)
  }

  @Test("a decision that is kept is not asked for again, until its session leaves")
  func cached() throws {
    var realm = try realm()
    _ = realm.receive(call(1), from: client)
    #expect(realm.receive(call(2), from: client).isEmpty)
    let actions = realm.authorized(client, .denied(cached: true))
    #expect(errors(actions) == ["wamp.error.not_authorized", "wamp.error.not_authorized"])
    #expect(asked(actions).isEmpty)
    #expect(errors(realm.receive(call(3), from: client)) == ["wamp.error.not_authorized"])
    #expect(asked(realm.receive(call(4, "a.c"), from: client)).map(\.uri) == ["a.c"])
    _ = realm.leave(client)
    #expect(realm.inquiries.count == 0)
    #expect(realm.authorized(client, .allowed()).isEmpty)
    realm.join(Member(id: client, authid: "joe", authrole: "asked", roles: .client))
    #expect(asked(realm.receive(call(1), from: client)).count == 1)
  }

  @Test("only so many requests wait, of so many bytes")
  func limits() throws {
    var realm = try realm {
      $0.waitingRequests = 3
      $0.waitingRequestBytes = 10_000
    }
    for number in 1...3 { _ = realm.receive(call(UInt64(number)), from: client) }
    #expect(errors(realm.receive(call(4), from: client)) == ["wamp.error.unavailable"])
    _ = realm.leave(client)
    realm.join(Member(id: client, authid: "joe", authrole: "asked", roles: .client))
    let large = Message.call(
      .init(
        request: RequestID(1), procedure: "a.b",
        payload: Payload(arguments: [.string(String(repeating: "x", count: 20_000))])))
    _ = realm.receive(large, from: client)
    #expect(errors(realm.receive(call(2), from: client)) == ["wamp.error.unavailable"])
  }

  @Test(
    "what an authorizer decides whose permissions were replaced meanwhile counts no more, and is not kept")
  func replacedWhileAsked() throws {
    var realm = try realm()
    #expect(asked(realm.receive(call(1), from: client)).count == 1)
    var permissions = Permissions()
    permissions.authorize("asked") { _ in .denied() }
    realm.change(permissions)
    #expect(asked(realm.authorized(client, .allowed(cached: true))).count == 1)
    #expect(errors(realm.authorized(client, .denied())) == ["wamp.error.not_authorized"])
    #expect(asked(realm.receive(call(2), from: client)).count == 1)
  }

  @Test("one that comes when too many wait ends none of those")
  func tooManyWait() throws {
    var realm = try realm { $0.waitingRequests = 3 }
    for number in 1...3 as ClosedRange<UInt64> { _ = realm.receive(call(number), from: client) }
    #expect(errors(realm.receive(call(4), from: client)) == ["wamp.error.unavailable"])
    var invoked = 0
    for _ in 1...3 {
      for case .send(.invocation, _) in realm.authorized(client, .allowed()) { invoked += 1 }
    }
    #expect(invoked == 3)
  }

  @Test("URIs count among the bytes that wait")
  func longURIsWait() throws {
    var realm = try realm { $0.waitingRequestBytes = 1000 }
    _ = realm.receive(call(1), from: client)
    let long = String(repeating: "x", count: 2000)
    _ = realm.receive(.subscribe(.init(request: RequestID(2), topic: long)), from: client)
    #expect(
      errors(realm.receive(.subscribe(.init(request: RequestID(3), topic: "a")), from: client))
        == ["wamp.error.unavailable"])
  }

  @Test("an authorizer that allowed to add a testament has not allowed what it publishes")
  func testaments() throws {
    var realm = try realm()
    let testament = Message.call(
      .init(
        request: RequestID(1), procedure: "wamp.session.add_testament",
        payload: Payload(arguments: ["t.t", [], [:]])))
    _ = realm.receive(testament, from: client)
    #expect(errors(realm.authorized(client, .allowed())) == ["wamp.error.not_authorized"])
  }

  @Test("an answer of a callee waits for no authorizer")
  func answers() throws {
    var realm = try realm()
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "x.y")), from: client)
    _ = realm.authorized(client, .allowed())
    guard
      case .send(.invocation(let invocation), client)? = realm.receive(call(2, "x.y"), from: other).first
    else {
      Issue.record("no INVOCATION")
      return
    }
    _ = realm.receive(call(2), from: client)
    let actions = realm.receive(.yield(.init(request: invocation.request)), from: client)
    guard case .send(.result, other)? = actions.first else {
      Issue.record("no RESULT: \(actions)")
      return
    }
  }

  @Test("other permissions count for the next request, and what was decided before does not")
  func changedPermissions() throws {
    var realm = try realm()
    _ = realm.receive(call(1), from: client)
    _ = realm.authorized(client, .denied(cached: true))
    var permissions = Permissions()
    permissions.authorize("asked") { _ in .allowed() }
    realm.change(permissions)
    #expect(asked(realm.receive(call(2), from: client)).count == 1)
    #expect(errors(realm.receive(call(3), from: other)) == ["wamp.error.not_authorized"])
    var granted = Permissions()
    try granted.grant(.call, to: "free", on: "a.b")
    realm.change(granted)
    #expect(errors(realm.receive(call(4), from: other)) == [])
  }

  /// What was asked of a connection that is lost fails with it: an answer would mean nothing to the client.
  @Test("calls that wait when the session's connection is lost are not made; other requests are")
  func suspended() throws {
    var realm = try realm()
    #expect(asked(realm.receive(call(1), from: client)).count == 1)
    _ = realm.receive(call(2), from: client)
    _ = realm.receive(.subscribe(.init(request: RequestID(3), topic: "s.s")), from: client)
    let unreadable = WAMPError(.invalidArgument, "unreadable").answer(to: RequestID(4), of: .call)
    _ = realm.receive(unreadable, from: client)
    _ = realm.suspend(client)
    let actions = realm.authorized(client, .allowed())
    #expect(actions == asked(actions).map { .authorize($0) })
    #expect(asked(actions).map(\.uri) == ["s.s"])
    #expect(realm.authorized(client, .allowed()).count == 1)
    // Only calls waited: what comes next has its turn.
    _ = realm.receive(call(4), from: client)
    _ = realm.suspend(client)
    _ = realm.receive(call(5, "a.b"), from: client)
    #expect(asked(realm.authorized(client, .denied())).map(\.uri) == ["a.b"])
    #expect(errors(realm.authorized(client, .denied())) == ["wamp.error.not_authorized"])
    #expect(realm.inquiries.count == 0)
  }

  @Test("very many requests that wait cost the same when they are decided one by one")
  func manyWait() throws {
    let count: UInt64 = 20_000
    var realm = try realm {
      $0.waitingRequests = .max
      $0.waitingRequestBytes = .max
    }
    for number in 1...count { _ = realm.receive(call(number, "no.p\(number)"), from: client) }
    var answered = 0
    let time = ContinuousClock().measure {
      while realm.inquiries.count > 0 { answered += errors(realm.authorized(client, .denied())).count }
    }
    #expect(answered == Int(count))
    #expect(time < .seconds(30))
  }

  @Test("what is held for authorizers is counted, and nothing more is held when the router holds too much")
  func held() throws {
    var realm = try realm()
    let payload = Payload(arguments: [.string(String(repeating: "x", count: 5000))])
    let large = Message.call(.init(request: RequestID(1), procedure: "a.b", payload: payload))
    _ = realm.receive(large, from: client)
    #expect((5000..<7000).contains(realm.heldBytes))
    realm.mayHold = false
    #expect(errors(realm.receive(call(2), from: client)) == ["wamp.error.unavailable"])
    _ = realm.authorized(client, .denied())
    #expect(realm.heldBytes == 0)
    #expect(errors(realm.receive(call(3), from: client)) == ["wamp.error.unavailable"])
    realm.mayHold = true
    #expect(asked(realm.receive(call(4), from: client)).count == 1)
    _ = realm.receive(call(5), from: client)
    _ = realm.suspend(client)
    #expect(realm.heldBytes == 0)
    _ = realm.authorized(client, .allowed())
    _ = realm.receive(large, from: client)
    _ = realm.leave(client)
    #expect(realm.heldBytes == 0)
  }
}
