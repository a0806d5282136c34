import SharedBytes
import Testing

@testable import WAMP

/// The broker and the dealer, driven by messages.
@Suite struct RealmTests {
  private let caller = SessionID(101)
  private let callee = SessionID(102)

  private func realm() -> Realm {
    var realm = Realm(name: "realm1")
    for id in [caller, callee] { realm.join(Member(id: id, roles: .client)) }
    return realm
  }

  private func messages(_ actions: [RealmAction], to session: SessionID) -> [Message] {
    actions.compactMap { action in
      if case .send(let message, session) = action { message } else { nil }
    }
  }

  private func register(_ realm: inout Realm) throws -> RegistrationID {
    let actions = realm.receive(.register(.init(request: RequestID(1), procedure: "a.b")), from: callee)
    guard case .registered(let registered)? = messages(actions, to: callee).first else {
      throw WAMPError(.protocolViolation)
    }
    return registered.registration
  }

  @Test func `a call is passed to its callee, and the answer back`() throws {
    var realm = realm()
    let registration = try register(&realm)
    let payload = Payload.binaryArgument(SharedBytes([1]))
    let called = realm.receive(
      .call(.init(request: RequestID(7), procedure: "a.b", payload: payload)), from: caller)
    guard case .invocation(let invocation)? = messages(called, to: callee).first else {
      Issue.record("no INVOCATION")
      return
    }
    #expect(invocation.registration == registration)
    #expect(invocation.payload == payload)
    let answered = realm.receive(.yield(.init(request: invocation.request, payload: payload)), from: callee)
    #expect(messages(answered, to: caller) == [.result(.init(request: RequestID(7), payload: payload))])
    // A second answer has nobody to go to.
    let late = realm.receive(.yield(.init(request: invocation.request, payload: payload)), from: callee)
    #expect(messages(late, to: caller).isEmpty)
  }

  @Test func `a call of nothing, and a second registration, are errors for who asked`() throws {
    var realm = realm()
    let called = realm.receive(.call(.init(request: RequestID(1), procedure: "a.b")), from: caller)
    guard case .error(let error)? = messages(called, to: caller).first else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.error == "wamp.error.no_such_procedure")
    _ = try register(&realm)
    let again = realm.receive(.register(.init(request: RequestID(1), procedure: "a.b")), from: caller)
    guard case .error(let second)? = messages(again, to: caller).first else {
      Issue.record("no ERROR")
      return
    }
    #expect(second.error == "wamp.error.procedure_already_exists")
  }

  @Test func `when the callee leaves, its callers get errors and its procedures go`() throws {
    var realm = realm()
    _ = try register(&realm)
    _ = realm.receive(.call(.init(request: RequestID(7), procedure: "a.b")), from: caller)
    let left = realm.leave(callee)
    guard case .error(let error)? = messages(left, to: caller).first else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.request == RequestID(7))
    #expect(error.error == "wamp.error.canceled")
    #expect(!realm.hasProcedure("a.b"))
  }

  @Test func `when the caller leaves, the callee is interrupted and its late answer is ignored`() throws {
    var realm = realm()
    _ = try register(&realm)
    let called = realm.receive(.call(.init(request: RequestID(7), procedure: "a.b")), from: caller)
    let left = realm.leave(caller)
    guard case .invocation(let invocation)? = messages(called, to: callee).first,
      case .interrupt(let interrupt)? = messages(left, to: callee).first
    else {
      Issue.record("no INTERRUPT")
      return
    }
    #expect(interrupt.request == invocation.request)
    #expect(realm.receive(.yield(.init(request: invocation.request)), from: callee).isEmpty)
  }

  @Test func `an event reaches all subscribers but its publisher`() throws {
    var realm = realm()
    for id in [caller, callee] {
      _ = realm.receive(.subscribe(.init(request: RequestID(1), topic: "t.x")), from: id)
    }
    let published = realm.receive(
      .publish(.init(request: RequestID(2), topic: "t.x", acknowledge: true)), from: caller)
    let receivers = published.compactMap { action in
      if case .deliver(_, let receivers) = action { receivers.flatMap(\.sessions) } else { nil }
    }
    #expect(receivers == [[callee]])
    guard case .published? = messages(published, to: caller).first else {
      Issue.record("no PUBLISHED")
      return
    }
    let including = realm.receive(
      .publish(.init(request: RequestID(3), topic: "t.x", excludeMe: false)), from: caller)
    guard case .deliver(_, let everyone)? = including.first else {
      Issue.record("no EVENT")
      return
    }
    #expect(Set(everyone.flatMap(\.sessions)) == [caller, callee])
    let (_, local) = realm.publish("t.x", .none)
    guard case .deliver(_, let both)? = local.first else {
      Issue.record("no EVENT")
      return
    }
    #expect(Set(both.flatMap(\.sessions)) == [caller, callee])
    _ = realm.leave(callee)
    #expect(realm.publish("t.x", .none).actions.count == 1)
    _ = realm.leave(caller)
    #expect(realm.publish("t.x", .none).actions.isEmpty)
  }

  @Test(arguments: [
    ("", "wamp.error.invalid_uri"), ("a..b", "wamp.error.invalid_uri"), ("wamp.x", "wamp.error.invalid_uri"),
  ])
  func `a procedure of a wrong name is refused`(uri: String, code: String) {
    var realm = realm()
    let actions = realm.receive(.register(.init(request: RequestID(1), procedure: uri)), from: callee)
    guard case .error(let error)? = messages(actions, to: callee).first else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.error == code)
  }
}
