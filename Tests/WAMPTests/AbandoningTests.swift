import Testing

@testable import WAMP

/// Requests that nobody waits for any more.
@Suite struct AbandoningTests {
  @Test func `a call given up is cancelled, and its late answer dropped`() throws {
    var session = ClientSession<Int>.opened()
    let call = try session.call("a.b", receiveProgress: true, token: 1)
    let abandoned = session.abandon(call.request)
    #expect(abandoned?.token == 1)
    #expect(abandoned?.message == .cancel(.init(request: call.request, mode: .killNoWait)))
    #expect(session.abandon(call.request)?.token == nil)
    #expect(session.receive(.result(.init(request: call.request, progress: true))).isEmpty)
    #expect(session.receive(WAMPError(.canceled).answer(to: call.request, of: .call)).isEmpty)
    #expect(session.pending.isEmpty)
  }

  @Test(arguments: [CancelMode.skip, .kill, .killNoWait])
  func `a call says what is to become of its callee`(mode: CancelMode) throws {
    var session = ClientSession<Int>.opened()
    let call = try session.call("a.b", options: .init(cancelMode: mode), token: 1)
    #expect(
      session.abandon(call.request)?.message == .cancel(.init(request: call.request, mode: mode)))
  }

  @Test func `a router that cannot cancel is not asked to`() throws {
    var session = ClientSession<Int>.opened(by: Roles([.dealer: [], .broker: []]))
    let call = try session.call("a.b", token: 1)
    #expect(session.abandon(call.request)?.message == nil)
    #expect(session.receive(.result(.init(request: call.request))).isEmpty)
  }

  @Test func `a subscription given up is ended when it comes`() throws {
    var session = ClientSession<Int>.opened()
    let subscribe = try session.subscribe("t", token: 1)
    #expect(session.abandon(subscribe.request)?.token == 1)
    let actions = session.receive(
      .subscribed(.init(request: subscribe.request, subscription: SubscriptionID(3))))
    guard case .unsubscribe(let unsubscribe)? = actions.sent.first else {
      Issue.record("no UNSUBSCRIBE")
      return
    }
    #expect(unsubscribe.subscription == SubscriptionID(3))
    let event = Message.Event(subscription: SubscriptionID(3), publication: PublicationID(4))
    #expect(session.receive(.event(event)).isEmpty)
    #expect(session.receive(.unsubscribed(.init(request: unsubscribe.request))).isEmpty)
    #expect(session.pending.isEmpty && session.subscriptions.isEmpty)
  }

  @Test func `a subscription given up stays if another one of this side shares it`() throws {
    var session = ClientSession<Int>.opened()
    let first = try session.subscribe("t", token: 1)
    let second = try session.subscribe("t", token: 2)
    _ = session.abandon(first.request)
    let subscription = SubscriptionID(3)
    #expect(session.receive(.subscribed(.init(request: first.request, subscription: subscription))).isEmpty)
    let actions = session.receive(
      .subscribed(.init(request: second.request, subscription: subscription)))
    guard case .subscribed(subscription, 2)? = actions.first else {
      Issue.record("not subscribed")
      return
    }
  }

  @Test func `a registration given up is ended when it comes`() throws {
    var session = ClientSession<Int>.opened()
    let register = try session.register("a.b", token: 1)
    _ = session.abandon(register.request)
    let actions = session.receive(
      .registered(.init(request: register.request, registration: RegistrationID(9))))
    guard case .unregister(let unregister)? = actions.sent.first else {
      Issue.record("no UNREGISTER")
      return
    }
    #expect(session.receive(.unregistered(.init(request: unregister.request))).isEmpty)
    #expect(session.pending.isEmpty)
  }

  @Test func `what was given up does not fail another time when the session ends`() throws {
    var session = ClientSession<Int>.opened()
    let call = try session.call("a.b", token: 1)
    _ = session.abandon(call.request)
    #expect(session.connectionLost().failures.isEmpty)
  }

  @Test func `a request that was not sent leaves no gap in the numbers`() throws {
    var session = ClientSession<Int>.opened()
    let first = try session.call("a.b", token: 1)
    let unsent = try session.call("a.b", token: 2)
    session.withdraw(unsent.request)
    let next = try session.publish("t", token: 3)
    #expect(next.request.rawValue == first.request.rawValue + 1)
    #expect(session.connectionLost().failures.keys.sorted() == [1, 3])
  }

  @Test(
    arguments: [
      (Duration.seconds(3), 3000), (.milliseconds(1500), 1500), (.microseconds(10), 1), (.seconds(-1), 1),
      (.seconds(1 << 40), UInt64(UInt32.max)),
    ] as [(Duration, UInt64)])
  func `a timeout is told in whole milliseconds, never as none`(timeout: Duration, told: UInt64) throws {
    var session = ClientSession<Int>.opened()
    let call = try session.call("a.b", options: .init(timeout: timeout), token: 1)
    #expect(call.timeout == told)
  }

  @Test func `every option of a request is in its message`() throws {
    var session = ClientSession<Int>.opened()
    let others: Options = ["x_more": 1]
    let call = try session.call("a.b", options: .init(discloseMe: true, others: others), token: 1)
    #expect(call.discloseMe && call.options == others && call.timeout == nil)
    var audience = Audience()
    audience.eligibleAuthRoles = ["admin"]
    let options = PublishOptions(
      acknowledge: false, excludeMe: false, discloseMe: true, audience: audience, retain: true,
      others: others)
    let publish = try session.publish("t", options: options, token: 2)
    #expect(!publish.acknowledge && !publish.excludeMe && publish.discloseMe && publish.retain)
    #expect(publish.audience == audience && publish.options == others)
    let subscribe = try session.subscribe(
      "t.", options: .init(match: .prefix, getRetained: true, others: others), token: 3)
    #expect(subscribe.match == .prefix && subscribe.getRetained && subscribe.options == others)
    let register = try session.register(
      "a..b", options: .init(match: .wildcard, invoke: .roundRobin, others: others), token: 4)
    #expect(register.match == .wildcard && register.invoke == .roundRobin && register.options == others)
  }
}
