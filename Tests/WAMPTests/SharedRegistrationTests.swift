import Testing

@testable import WAMP

@Suite("Shared registrations")
struct SharedRegistrationTests {
  private func scene(
    _ policy: InvocationPolicy, callees: Int = 3, _ change: (inout Message.Register) -> Void = { _ in }
  ) throws -> CallScene {
    var scene = CallScene(callees: callees)
    for number in 0..<callees {
      try scene.register("a.b", .exact, policy, by: UInt64(number + 2), change)
    }
    return scene
  }

  @Test(
    "are called as their policy says",
    arguments: [
      (InvocationPolicy.first, [2, 2, 2, 2] as [UInt64]), (.last, [4, 4, 4, 4]),
      (.roundRobin, [2, 3, 4, 2]),
    ])
  func policies(policy: InvocationPolicy, expected: [UInt64]) throws {
    var scene = try scene(policy)
    #expect(try scene.callees("a.b", calls: 4) == expected)
  }

  @Test("by chance are called all alike")
  func chance() throws {
    var scene = try scene(.random)
    let callees = try scene.callees("a.b", calls: 3000)
    for callee in 2...4 as ClosedRange<UInt64> {
      #expect(900...1100 ~= callees.count { $0 == callee })
    }
  }

  @Test("have one identifier, and are of a pattern as well")
  func identifier() throws {
    var scene = CallScene(callees: 2)
    let first = try scene.register("a.", .prefix, .roundRobin)
    #expect(try scene.register("a.", .prefix, .roundRobin, by: 3) == first)
    #expect(try scene.callees("a.x", calls: 3) == [2, 3, 2])
    // The same text as another kind of pattern is another registration.
    #expect(try scene.register("a.", .wildcard, .single, by: 3) != first)
  }

  @Test(
    "are refused to who wants another policy",
    arguments: [
      (InvocationPolicy.single, InvocationPolicy.single, WAMPError.Code.procedureAlreadyExists),
      (.single, .first, .procedureAlreadyExists), (.first, .last, .differentInvocationPolicy),
      (.roundRobin, .single, .differentInvocationPolicy),
    ])
  func conflicts(one: InvocationPolicy, other: InvocationPolicy, expected: WAMPError.Code) throws {
    var scene = CallScene(callees: 2)
    try scene.register("a.b", .exact, one)
    #expect(code { try scene.register("a.b", .exact, other, by: 3) } == expected)
  }

  @Test("have each session once, and no more callees than the limit")
  func limits() throws {
    var limits = RealmLimits()
    limits.callees = 2
    var scene = CallScene(callees: 3, table: RoutingTable(limits: limits))
    for session in [2, 3] as [UInt64] { try scene.register("a.b", .exact, .last, by: session) }
    #expect(
      code { try scene.register("a.b", .exact, .last, by: 2) } == .procedureAlreadyExists)
    #expect(code { try scene.register("a.b", .exact, .last, by: 4) } == .unavailable)
  }

  @Test("go on without a callee that leaves or unregisters", arguments: [true, false])
  func leaving(leaves: Bool) throws {
    var scene = try scene(.roundRobin)
    #expect(try scene.callees("a.b", calls: 2) == [2, 3])
    if leaves {
      _ = scene.realm.leave(SessionID(2))
    } else {
      let unregister = Message.Unregister(request: RequestID(9), registration: RegistrationID(1))
      _ = scene.realm.receive(.unregister(unregister), from: SessionID(2))
    }
    #expect(try scene.callees("a.b", calls: 3) == [4, 3, 4])
    for callee in [3, 4] as [UInt64] { _ = scene.realm.leave(SessionID(callee)) }
    #expect(code { try scene.call("a.b") } == .noSuchProcedure)
  }

  @Test("never call who is gone, also before all is worked off that they leave", arguments: [true, false])
  func ghosts(calls: Bool) throws {
    var scene = CallScene(callees: 2)
    for number in 0..<2000 { try scene.register("x.p\(number)") }
    for session in [2, 3] as [UInt64] { try scene.register("a.b", .exact, .first, by: session) }
    _ = scene.realm.leave(SessionID(2))
    #expect(scene.realm.isLeaving)
    if calls {
      #expect(try scene.call("a.b").callee == 3)
    } else {
      // The name of one that all have left is free, whatever the policy was.
      _ = scene.realm.leave(SessionID(3))
      scene.realm.join(Member(id: SessionID(5), roles: .client))
      try scene.register("a.b", .exact, .single, by: 5)
      #expect(try scene.call("a.b").callee == 5)
    }
    while scene.realm.isLeaving { _ = scene.realm.continueLeaving() }
    #expect(try scene.call("a.b").callee == (calls ? 3 : 5))
  }

  @Test(
    "pass over who has as many calls as it takes",
    arguments: [
      (InvocationPolicy.first, [2, 2, 3, 3, 4, 4] as [UInt64]), (.last, [4, 4, 3, 3, 2, 2]),
      (.roundRobin, [2, 3, 4, 2, 3, 4]),
    ])
  func concurrency(policy: InvocationPolicy, expected: [UInt64]) throws {
    var scene = try scene(policy) { $0.concurrency = 2 }
    #expect(try scene.callees("a.b", calls: 6) == expected)
    #expect(code { try scene.call("a.b") } == .noAvailableCallee)
    // Who has answered is called again.
    _ = scene.yield(RequestID(2), by: 3)
    #expect(try scene.callees("a.b", calls: 1) == [3])
    #expect(code { try scene.call("a.b") } == .noAvailableCallee)
  }

  @Test("by chance pass over who is busy")
  func busyByChance() throws {
    var scene = try scene(.random) { $0.concurrency = 5 }
    let callees = try scene.callees("a.b", calls: 15)
    #expect(callees.sorted() == [2, 3, 4].flatMap { Array(repeating: $0, count: 5) })
    #expect(code { try scene.call("a.b") } == .noAvailableCallee)
  }

  @Test("a single callee has its concurrency, too; none at all is refused")
  func single() throws {
    var scene = CallScene()
    #expect(
      code { try scene.register("a.b") { $0.concurrency = 0 } } == .invalidArgument)
    try scene.register("a.b") { $0.concurrency = 1 }
    try scene.call("a.b")
    #expect(code { try scene.call("a.b") } == .noAvailableCallee)
    let cancel = Message.Cancel(request: RequestID(1), mode: .skip)
    _ = scene.realm.receive(.cancel(cancel), from: CallScene.caller)
    #expect(try scene.call("a.b").callee == 2)
  }

  @Test("who registers again while it is busy begins to count anew")
  func again() throws {
    var scene = CallScene(callees: 2)
    for session in [2, 3] as [UInt64] {
      try scene.register("a.b", .exact, .first, by: session) { $0.concurrency = 1 }
    }
    let old = try scene.call("a.b").invocation
    let unregister = Message.Unregister(request: RequestID(9), registration: RegistrationID(1))
    _ = scene.realm.receive(.unregister(unregister), from: SessionID(2))
    try scene.register("a.b", .exact, .first) { $0.concurrency = 1 }
    // What it had before it unregistered ends without a trace.
    #expect(scene.yield(old.request).count == 1)
    #expect(try scene.callees("a.b", calls: 2) == [3, 2])
    #expect(code { try scene.call("a.b") } == .noAvailableCallee)
  }

  @Test("who leaves while it is busy makes no room for others")
  func busyLeaves() throws {
    var scene = CallScene(callees: 2)
    try scene.register("a.b", .exact, .first) { $0.concurrency = 1 }
    try scene.register("a.b", .exact, .first, by: 3) { $0.concurrency = 1 }
    #expect(try scene.callees("a.b", calls: 2) == [2, 3])
    let left = scene.realm.leave(SessionID(2))
    #expect(left.count == 1)
    #expect(code { try scene.call("a.b") } == .noAvailableCallee)
    _ = scene.yield(RequestID(1), by: 3)
    #expect(try scene.call("a.b").callee == 3)
    // When the caller leaves, its callees are free again.
    _ = scene.realm.leave(CallScene.caller)
    scene.realm.join(Member(id: CallScene.caller, roles: CallScene.roles))
    #expect(try scene.call("a.b").callee == 3)
  }
}
