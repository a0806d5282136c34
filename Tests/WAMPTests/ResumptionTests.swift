import SharedBytes
import Testing

@testable import WAMP

/// Sessions that go on over another connection, at both sides.
@Suite struct ResumptionTests {
  private let identity = Identity(
    authid: "ann", authrole: "user", authmethod: "ticket", authprovider: "static")
  private let id = SessionID(5)

  /// Both sides of an open session.
  private func opened() -> (client: ClientSession<Int>, router: RouterSession) {
    var client = ClientSession<Int>(Message.Hello(realm: "realm1", roles: .client, resumable: true))
    var router = RouterSession()
    _ = router.receive(client.open())
    if let welcome = router.welcome(identity, as: id, to: "realm1", token: "secret") {
      _ = client.receive(welcome)
    }
    return (client, router)
  }

  /// What the client says to go on.
  private func hello(_ client: inout ClientSession<Int>) -> Message.Hello {
    if case .hello(let hello) = client.open() { hello } else { Message.Hello(realm: "", roles: nil) }
  }

  /// Lets the session go on; `router` is that of the new connection afterwards.
  private func resume(
    _ client: inout ClientSession<Int>, _ router: inout RouterSession
  ) -> [ClientSession<Int>.Action] {
    let hello = hello(&client)
    let wanted = RouterSession.Return(hello)
    #expect(wanted?.session == id && wanted?.token == "secret")
    guard let kept = router.handOver(ReplayLog(limit: 1000)) else { return [] }
    router = RouterSession()
    _ = router.receive(.hello(hello))
    return router.resume(kept, as: id, in: "realm1", after: kept.identity).map { client.receive($0) } ?? []
  }

  @Test func `a client counts what its router numbers, and tells it when it comes back`() throws {
    var (client, router) = opened()
    let subscribe = try client.subscribe("a.b", token: 1)
    _ = client.receive(.subscribed(.init(request: subscribe.request, subscription: SubscriptionID(3))))
    for number in 1...3 as ClosedRange<UInt64> {
      _ = client.receive(
        .event(.init(subscription: SubscriptionID(3), publication: PublicationID(number))))
    }
    // What answers calls is not numbered.
    let call = try client.call("c.d", token: 2)
    _ = client.receive(.result(.init(request: call.request)))
    _ = client.suspend(WAMPError(.transportLost))
    _ = router.suspend()
    let hello = hello(&client)
    #expect(RouterSession.Return(hello)?.point == .init(received: 4))
  }

  @Test func `what was asked fails when the connection is lost, and all else goes on`() throws {
    var (client, router) = opened()
    let register = try client.register("a.b", token: 1)
    _ = router.receive(.register(register))
    _ = client.receive(.registered(.init(request: register.request, registration: RegistrationID(3))))
    let call = try client.call("c.d", token: 2)
    let running = Message.Invocation(request: RequestID(1), registration: RegistrationID(3))
    _ = client.receive(.invocation(running))
    let lost = client.suspend(WAMPError(.transportLost))
    #expect(lost.failures.keys.sorted() == [2])
    #expect(!lost.end.isOver)
    #expect(client.canResume && client.id == nil)
    #expect(throws: WAMPError.self) { try client.call("c.d", token: 3) }
    // A handler goes on meanwhile.
    let answer = client.yield(RequestID(1), .none)
    #expect(answer != nil)

    _ = router.suspend()
    let actions = resume(&client, &router)
    guard case .resumed(let welcome, let point)? = actions.first else {
      Issue.record("not resumed")
      return
    }
    #expect(welcome.resumed && welcome.authid == "ann" && welcome.resumeToken == "secret")
    #expect(point.answers == 0 && point.request == register.request.rawValue)
    #expect(client.id == id && router.id == id)
    let next = try client.call("c.d", token: 4)
    #expect(next.request > call.request)
    let other = client.receive(
      .invocation(.init(request: RequestID(2), registration: RegistrationID(3))))
    guard case .invoke? = other.first else {
      Issue.record("the registration is gone")
      return
    }
  }

  @Test func `what is to be ended is, whether the router had received that or not`() throws {
    var (client, router) = opened()
    let subscribe = try client.subscribe("a.b", token: 1)
    _ = router.receive(.subscribe(subscribe))
    _ = client.receive(.subscribed(.init(request: subscribe.request, subscription: SubscriptionID(3))))
    let unsubscribe = try client.unsubscribe(SubscriptionID(3), token: 2)
    let late = try client.subscribe("c.d", token: 3)
    _ = client.suspend(WAMPError(.transportLost))
    _ = router.suspend()
    let actions = resume(&client, &router)
    guard case .unsubscribe(let again)? = actions.sent.first else {
      Issue.record("no UNSUBSCRIBE")
      return
    }
    #expect(actions.sent.count == 1)
    #expect(again.subscription == SubscriptionID(3))
    #expect(again.request > late.request && unsubscribe != nil)
    let end = client.receive(.unsubscribed(.init(request: again.request)))
    #expect(!end.end.isOver)
  }

  @Test func `a router counts the answers of handlers, and tells them`() throws {
    var (client, router) = opened()
    for number in 1...3 as ClosedRange<UInt64> {
      _ = router.receive(.yield(.init(request: RequestID(number))))
    }
    _ = router.receive(
      .error(.init(requestType: .invocation, request: RequestID(4), error: "a.b")))
    _ = client.suspend(WAMPError(.transportLost))
    _ = router.suspend()
    guard case .resumed(_, let point)? = resume(&client, &router).first else {
      Issue.record("not resumed")
      return
    }
    #expect(point.answers == 4)
  }

  @Test func `a router that has to prove itself does so anew when a session goes on`() throws {
    var (client, router) = opened()
    _ = client.suspend(WAMPError(.transportLost))
    _ = router.suspend()
    let hello = hello(&client)
    let handedOver = router.handOver(ReplayLog(limit: 1000))
    let kept = try #require(handedOver)
    router = RouterSession()
    _ = router.receive(.hello(hello))
    var proof = kept.identity
    proof.extra = ["verifier": "new"]
    guard case .welcome(let welcome)? = router.resume(kept, as: id, in: "realm1", after: proof) else {
      Issue.record("no WELCOME")
      return
    }
    #expect(welcome.authextra["verifier"] == "new" && welcome.authid == "ann")
  }

  @Test func `a request that could not be read was received, and its answer is awaited`() throws {
    var (client, router) = opened()
    let subscribe = try client.subscribe("a.b", token: 1)
    let fault = MessageFault(WAMPError(.invalidArgument, "no option"), in: .subscribe, subscribe.request)
    guard case .answer(let answer) = router.receive(fault) else {
      Issue.record("not answered")
      return
    }
    _ = client.suspend(WAMPError(.transportLost))
    _ = router.suspend()
    _ = resume(&client, &router)
    #expect(!client.receive(answer).end.isOver)
  }

  @Test func `a session that its router does not know any more starts anew`() throws {
    var (client, _) = opened()
    let register = try client.register("a.b", token: 1)
    _ = client.receive(.registered(.init(request: register.request, registration: RegistrationID(3))))
    _ = client.suspend(WAMPError(.transportLost))
    _ = client.open()
    let welcome = Message.Welcome(
      session: SessionID(6), roles: .router, resumable: true, resumeToken: "other")
    guard case .opened? = client.receive(.welcome(welcome)).first else {
      Issue.record("not opened")
      return
    }
    #expect(client.id == SessionID(6))
    let first = try client.call("c.d", token: 2)
    #expect(first.request == RequestID(1))
    let invocation = Message.Invocation(request: RequestID(1), registration: RegistrationID(3))
    #expect(client.receive(.invocation(invocation)).sent.count == 1)
  }

  @Test func `a connection that is lost before WELCOME does not end the session that is to go on`() throws {
    var (client, router) = opened()
    _ = client.suspend(WAMPError(.transportLost))
    _ = client.open()
    #expect(!client.connectionLost().end.isOver)
    _ = router.suspend()
    guard case .resumed? = resume(&client, &router).first else {
      Issue.record("not resumed")
      return
    }
  }

  @Test func `only an open session of a client that asked for it waits`() {
    var (_, router) = opened()
    #expect(router.canResume)
    _ = router.goodbye()
    #expect(!router.canResume)
    var plain = RouterSession()
    _ = plain.receive(.hello(.init(realm: "realm1", roles: .client)))
    _ = plain.welcome(identity, as: id, to: "realm1")
    let waits = plain.suspend()
    #expect(!waits)
    var client = ClientSession<Int>.opened()
    #expect(client.suspend(WAMPError(.transportLost)).isEmpty)
    #expect(!client.canResume)
  }

  @Test func `a session that waits has no calls, and goes on at another outlet`() {
    var realm = Realm(name: "realm1")
    let (one, other) = (SessionID(1), SessionID(2))
    for id in [one, other] { realm.join(Member(id: id, roles: .client)) }
    _ = realm.receive(.register(.init(request: RequestID(1), procedure: "a.b")), from: other)
    _ = realm.receive(.subscribe(.init(request: RequestID(1), topic: "c.d")), from: one)
    _ = realm.receive(.call(.init(request: RequestID(1), procedure: "a.b")), from: one)
    let actions = realm.suspend(one)
    guard case .send(.interrupt, other)? = actions.first else {
      Issue.record("no INTERRUPT")
      return
    }
    #expect(realm.receive(.yield(.init(request: RequestID(1))), from: other).isEmpty)
    let outlet = Outlet(loop: 7, format: .flatbuffers)
    let (isMoved, isUnknown) = (realm.move(one, to: outlet), realm.move(SessionID(3), to: outlet))
    #expect(isMoved && !isUnknown)
    let published = realm.receive(.publish(.init(request: RequestID(2), topic: "c.d")), from: other)
    guard case .deliver(_, let receivers)? = published.first else {
      Issue.record("no EVENT")
      return
    }
    #expect(receivers.filter { !$0.sessions.isEmpty } == [Receivers(outlet: outlet, sessions: [one])])
  }

  @Test(arguments: [1, 2, 3, 4, 5])
  func `whoever moves is among the others of its new outlet, and the others stay`(moved: UInt64) {
    var realm = Realm(name: "realm1")
    let outlets = (0..<3).map { Outlet(loop: $0, format: .cbor) }
    for id in 1...5 as ClosedRange<UInt64> {
      realm.join(Member(id: SessionID(id), roles: .client, outlet: outlets[id < 3 ? 0 : 1]))
      for topic in ["a", "b\(id)"] {
        _ = realm.receive(.subscribe(.init(request: RequestID(1), topic: topic)), from: SessionID(id))
      }
    }
    for outlet in [outlets[1], outlets[2], outlets[0]] {
      let isMoved = realm.move(SessionID(moved), to: outlet)
      #expect(isMoved)
      for (topic, members) in [("a", [1, 2, 3, 4, 5]), ("b\(moved)", [moved])] as [(String, [UInt64])] {
        guard case .deliver(_, let receivers)? = realm.publish(topic, .none).actions.first else {
          Issue.record("no EVENT")
          continue
        }
        #expect(receivers.flatMap(\.sessions).map(\.rawValue).sorted() == members)
        for group in receivers {
          for session in group.sessions.map(\.rawValue) {
            #expect(group.outlet == (session == moved ? outlet : outlets[session < 3 ? 0 : 1]))
          }
        }
      }
    }
    _ = realm.leave(SessionID(moved))
    #expect(realm.publish("b\(moved)", .none).actions.isEmpty)
  }
}
