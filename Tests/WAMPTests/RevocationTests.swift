import Testing

@testable import WAMP

@Suite("Who calls, and whose registration it is")
struct RevocationTests {
  private let callee = SessionID(2)

  @Test(
    "a registration is taken over from whoever has it, and they are told if they can be",
    arguments: [true, false])
  func force(canBeTold: Bool) throws {
    var scene = CallScene(callees: 3, roles: canBeTold ? CallScene.roles : Roles([.callee: []]))
    for session in [2, 3] as [UInt64] { try scene.register("a.b", .exact, .first, by: session) }
    let (id, actions) = try scene.registering("a.b", by: 4) { $0.forceReregister = true }
    #expect(id == RegistrationID(2))
    let revocation = Message.Unregistered(
      request: RequestID(0), registration: RegistrationID(1), reason: "flatwire.registration.taken_over")
    let told = [2, 3].map { RealmAction.send(.unregistered(revocation), to: SessionID($0)) }
    #expect(Array(actions.dropLast()) == (canBeTold ? told : []))
    #expect(try scene.call("a.b").callee == 4)
    let unregister = Message.Unregister(request: RequestID(9), registration: RegistrationID(1))
    guard
      case .send(.error(let error), callee)? = scene.realm.receive(.unregister(unregister), from: callee)
        .first
    else {
      Issue.record("no ERROR")
      return
    }
    #expect(error.error == "wamp.error.no_such_registration")
  }

  @Test("calls of who lost a registration are answered all the same")
  func running() throws {
    var scene = CallScene(callees: 2)
    try scene.register("a.b") { $0.concurrency = 1 }
    let invocation = try scene.call("a.b").invocation
    try scene.register("a.b", by: 3) { $0.forceReregister = true }
    #expect(scene.yield(invocation.request).count == 1)
    #expect(scene.realm.census.calls == 0)
  }

  @Test("where nobody has it, force is not needed; the router's own procedures nobody takes over")
  func nobody() throws {
    var scene = CallScene()
    try scene.register("a.b") { $0.forceReregister = true }
    _ = try scene.realm.registerLocal("a.local")
    _ = try scene.realm.registerOnCallersLoop("a.inline")
    for name in ["a.local", "a.inline"] {
      #expect(code { try scene.register(name) { $0.forceReregister = true } } == .procedureAlreadyExists)
      #expect(scene.realm.hasProcedure(name))
    }
  }

  @Test(
    "the caller is disclosed if it wishes that, or its callee does",
    arguments: [(false, false), (true, false), (false, true)])
  func disclosing(caller: Bool, callee: Bool) throws {
    var scene = CallScene()
    try scene.register("a.b") { $0.discloseCaller = callee }
    let invocation = try scene.call("a.b") { $0.discloseMe = caller }.invocation
    let isDisclosed = caller || callee
    #expect(invocation.caller == (isDisclosed ? CallScene.caller : nil))
    #expect(invocation.callerAuthID == (isDisclosed ? "joe" : nil))
    #expect(invocation.callerAuthRole == (isDisclosed ? "user" : nil))
  }

  @Test("how far a role is trusted is told to callees that announced to read it", arguments: [true, false])
  func trust(isAnnounced: Bool) throws {
    var table = RoutingTable()
    table.trustLevels = ["user": 3]
    var scene = CallScene(roles: isAnnounced ? CallScene.roles : Roles([.callee: []]), table: table)
    try scene.register("a.b")
    #expect(try scene.call("a.b").invocation.trustLevel == (isAnnounced ? 3 : nil))
  }
}
