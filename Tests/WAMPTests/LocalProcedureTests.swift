import SharedBytes
import Testing

@testable import WAMP

/// Procedures of the router's own process that are answered later.
@Suite struct LocalProcedureTests {
  private let caller = SessionID(1)

  private func called(progress: Bool = false) throws -> (realm: Realm, invocation: LocalInvocation) {
    var realm = Realm(name: "realm1")
    realm.join(Member(id: caller, roles: .client))
    _ = try realm.registerLocal("a.b")
    let call = Message.Call(request: RequestID(7), procedure: "a.b", receiveProgress: progress)
    guard case .invokeLocal(let invocation)? = realm.receive(.call(call), from: caller).first else {
      throw WAMPError(.protocolViolation, "not invoked")
    }
    return (realm, invocation)
  }

  @Test func `a result goes to the caller`() throws {
    var (realm, invocation) = try called()
    #expect(invocation.procedure == "a.b")
    #expect(invocation.caller.session == caller)
    let payload = Payload.binaryArgument(SharedBytes([1]))
    #expect(
      realm.answer(invocation.id, with: payload) == [
        .send(.result(.init(request: RequestID(7), payload: payload)), to: caller)
      ])
    #expect(realm.answer(invocation.id, with: payload).isEmpty)
  }

  @Test func `progressive results precede the last one`() throws {
    var (realm, invocation) = try called(progress: true)
    #expect(realm.answer(invocation.id, with: .none, progress: true).count == 1)
    #expect(realm.answer(invocation.id, with: .none, progress: true).count == 1)
    #expect(realm.answer(invocation.id, with: .none).count == 1)
    #expect(realm.answer(invocation.id, with: .none).isEmpty)
  }

  @Test func `an error goes to the caller with its text`() throws {
    var (realm, invocation) = try called()
    let actions = realm.fail(invocation.id, with: WAMPError(.invalidArgument, "no such key"))
    guard case .send(.error(let error), caller)? = actions.first else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.request == RequestID(7))
    #expect(error.requestType == .call)
    #expect(WAMPError(error).message == "no such key")
    #expect(WAMPError(error).code == .invalidArgument)
  }

  @Test func `when the caller leaves, the procedure is told`() throws {
    var (realm, invocation) = try called()
    #expect(realm.leave(caller) == [.interruptLocal(invocation.id)])
    #expect(realm.answer(invocation.id, with: .none).isEmpty)
  }

  @Test func `a name is free again after the registration ends`() throws {
    var realm = Realm(name: "realm1")
    let registration = try realm.registerLocal("a.b")
    #expect(throws: WAMPError.self) { try realm.registerLocal("a.b") }
    realm.unregisterLocal(registration)
    _ = try realm.registerLocal("a.b")
    #expect(realm.hasProcedure("a.b"))
  }

  @Test func `what is registered is told with its pattern, whoever answers it, and that it changed`() throws {
    var realm = Realm(name: "realm1")
    realm.join(Member(id: caller, roles: .client))
    #expect(realm.registeredProcedures.isEmpty)
    var changes = realm.procedureChanges
    func expect(_ procedures: Set<URIPattern>, change: Bool = true) {
      #expect(Set(realm.registeredProcedures) == procedures)
      #expect((realm.procedureChanges > changes) == change)
      changes = realm.procedureChanges
    }
    let local = try realm.registerLocal("a.local")
    expect(["a.local"])
    _ = try realm.registerOnCallersLoop("a.inline")
    expect(["a.local", "a.inline"])
    let register = Message.Register(request: RequestID(7), procedure: "a.", match: .prefix)
    _ = realm.receive(.register(register), from: caller)
    expect(["a.local", "a.inline", .prefix("a.")])
    _ = realm.receive(.register(register), from: caller)
    expect(["a.local", "a.inline", .prefix("a.")], change: false)
    realm.unregisterLocal(local)
    realm.unregisterOnCallersLoop("a.inline")
    expect([.prefix("a.")])
    _ = realm.leave(caller)
    while realm.isLeaving { _ = realm.continueLeaving() }
    expect([])
  }
}
