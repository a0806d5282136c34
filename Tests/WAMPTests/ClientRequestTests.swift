import SharedBytes
import Testing

@testable import WAMP

/// The client's requests and what answers make of them.
@Suite struct ClientRequestTests {
  private func open() -> ClientSession<Int> {
    var session = ClientSession<Int>(realm: "realm1")
    _ = session.open()
    _ = session.receive(.welcome(.init(session: SessionID(5), roles: .router)))
    return session
  }

  @Test func `progressive results keep the call, the last one ends it`() throws {
    var session = open()
    let call = try session.call("a.b", receiveProgress: true, token: 1)
    for _ in 0..<2 {
      guard case .result(_, 1)? = session.receive(.result(.init(request: call.request, progress: true))).first
      else {
        Issue.record("no result")
        return
      }
    }
    #expect(session.cancel(call.request) != nil)
    _ = session.receive(.result(.init(request: call.request)))
    #expect(session.cancel(call.request) == nil)
  }

  @Test func `an ERROR fails the request it names, with the callee's text`() throws {
    var session = open()
    let call = try session.call("a.b", token: 1)
    let error = WAMPError(.invalidArgument, "too large").answer(to: call.request, of: .call)
    guard case .failed(let failure, 1)? = session.receive(error).first else {
      Issue.record("no failure")
      return
    }
    #expect(failure.code == .invalidArgument)
    #expect(failure.message == "too large")
  }

  @Test func `two subscriptions to a topic share the router's one until both have ended`() throws {
    var session = open()
    for token in 1...2 {
      let subscribe = try session.subscribe("t", token: token)
      _ = session.receive(.subscribed(.init(request: subscribe.request, subscription: SubscriptionID(3))))
    }
    #expect(try session.unsubscribe(SubscriptionID(3), token: 3) == nil)
    let event = Message.Event(subscription: SubscriptionID(3), publication: PublicationID(4))
    #expect(session.receive(.event(event)).count == 1)
    let last = try #require(try session.unsubscribe(SubscriptionID(3), token: 4))
    #expect(session.receive(.event(event)).isEmpty)
    guard case .unsubscribed(4)? = session.receive(.unsubscribed(.init(request: last.request))).first else {
      Issue.record("not unsubscribed")
      return
    }
  }

  @Test func `an invocation is answered once`() throws {
    var session = open()
    let register = try session.register("a.b", token: 1)
    _ = session.receive(.registered(.init(request: register.request, registration: RegistrationID(9))))
    let invocation = Message.Invocation(request: RequestID(1), registration: RegistrationID(9))
    guard case .invoke? = session.receive(.invocation(invocation)).first else {
      Issue.record("not invoked")
      return
    }
    #expect(session.yield(RequestID(1), .none, progress: true) != nil)
    #expect(session.yield(RequestID(1), .none) != nil)
    #expect(session.yield(RequestID(1), .none) == nil)
    #expect(session.fail(RequestID(1), WAMPError(.canceled)) == nil)
  }

  @Test func `a call of what was unregistered meanwhile fails like that of an unknown procedure`() throws {
    var session = open()
    let register = try session.register("a.b", token: 1)
    _ = session.receive(.registered(.init(request: register.request, registration: RegistrationID(9))))
    let unregister = try #require(try session.unregister(RegistrationID(9), token: 2))
    _ = session.receive(.unregistered(.init(request: unregister.request)))
    let invocation = Message.Invocation(request: RequestID(1), registration: RegistrationID(9))
    guard case .send(.error(let error))? = session.receive(.invocation(invocation)).first else {
      Issue.record("not answered")
      return
    }
    #expect(error.error == "wamp.error.no_such_procedure")
  }

  @Test func `a router that never answers is not asked without end`() throws {
    var session = open()
    session.maxPending = 3
    for token in 0..<3 { _ = try session.call("a.b", token: token) }
    let error = #expect(throws: WAMPError.self) { try session.call("a.b", token: 3) }
    #expect(error?.code == .unavailable)
    _ = session.receive(.result(.init(request: RequestID(1))))
    #expect(try session.call("a.b", token: 3).request == RequestID(4))
  }

  @Test func `events that come before SUBSCRIBED are held by their bytes, too`() throws {
    var session = open()
    let subscribe = try session.subscribe("t", token: 1)
    let payload = Payload.binaryArgument(SharedBytes([UInt8](repeating: 7, count: 6 << 20)))
    for id in 1...4 as ClosedRange<UInt64> {
      let event = Message.Event(
        subscription: SubscriptionID(3), publication: PublicationID(id), payload: payload)
      #expect(session.receive(.event(event)).isEmpty)
    }
    let actions = session.receive(
      .subscribed(.init(request: subscribe.request, subscription: SubscriptionID(3))))
    #expect(actions.count == 1 + 2)
  }

  @Test func `an unacknowledged publication leaves nothing pending`() throws {
    var session = open()
    let publish = try session.publish("t", options: .init(acknowledge: false), token: 1)
    #expect(!publish.acknowledge)
    #expect(session.pending.isEmpty)
  }

  @Test func `requests before WELCOME are refused`() {
    var session = ClientSession<Int>(realm: "realm1")
    _ = session.open()
    #expect(throws: WAMPError.self) { try session.call("a.b", token: 1) }
  }

  @Test func `an ABORT instead of WELCOME tells why`() {
    var session = ClientSession<Int>(realm: "realm1")
    _ = session.open()
    let actions = session.receive(.abort(.init(reason: "wamp.error.no_such_realm", message: "none")))
    guard case .closed(let error)? = actions.first else {
      Issue.record("not closed")
      return
    }
    #expect(error?.code == .noSuchRealm)
  }

  @Test func `closing in order waits for the router's GOODBYE`() {
    var session = open()
    guard case .send(.goodbye)? = session.close().first else {
      Issue.record("no GOODBYE")
      return
    }
    let actions = session.receive(.goodbye(.init(reason: "wamp.close.goodbye_and_out")))
    guard case .closed(nil)? = actions.first else {
      Issue.record("not closed")
      return
    }
  }
}
