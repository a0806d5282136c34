import Testing

@testable import WAMP

@Suite("Registrations of patterns")
struct PatternRegistrationTests {
  /// The specification's own example, with `x33` for its `c33`, which begins with another one's prefix.
  private static let patterns: [(String, MatchPolicy)] = [
    ("a1.b2.c3.d4.e55", .exact), ("a1.b2.c3", .prefix), ("a1.b2.c3.d4", .prefix), ("a1.b2..d4.e5", .wildcard),
    ("a1.b2.x33..e5", .wildcard), ("a1.b2..d4.e5..g7", .wildcard), ("a1.b2..d4..f6.g7", .wildcard),
  ]

  @Test(
    "of those that cover a procedure, the most specific one gets the call",
    arguments: [
      ("a1.b2.c3.d4.e55", 1), ("a1.b2.c3.d98.e74", 2), ("a1.b2.c3.d4.e325", 3), ("a1.b2.c55.d4.e5", 4),
      ("a1.b2.x33.d4.e5", 5), ("a1.b2.c88.d4.e5.f6.g7", 6), ("a2.b2.c2.d2.e2", nil),
    ] as [(String, Int?)])
  func precedence(procedure: String, number: Int?) throws {
    for order in [Self.patterns, Self.patterns.reversed()] {
      var scene = CallScene()
      var ids: [RegistrationID] = []
      for (pattern, match) in order { ids.append(try scene.register(pattern, match)) }
      guard let number else {
        #expect(code { try scene.call(procedure) } == .noSuchProcedure)
        continue
      }
      let place = try #require(order.firstIndex { $0 == Self.patterns[number - 1] })
      #expect(try scene.call(procedure).invocation.registration == ids[place])
    }
  }

  @Test("a wildcard that names the last component goes before one that leaves it open")
  func lastComponent() throws {
    var scene = CallScene()
    try scene.register("a.b.", .wildcard)
    let named = try scene.register("a..c", .wildcard)
    let whole = try scene.register("a.b.c", .wildcard)
    #expect(try scene.call("a.b.c").invocation.registration == whole)
    #expect(try scene.call("a.x.c").invocation.registration == named)
  }

  @Test("the callee is told the procedure, if it did not register exactly that", arguments: [true, false])
  func procedure(isPattern: Bool) throws {
    var scene = CallScene()
    try scene.register(isPattern ? "a." : "a.b", isPattern ? .prefix : .exact)
    #expect(try scene.call("a.b").invocation.procedure == (isPattern ? "a.b" : nil))
  }

  @Test("each ends by itself, and calls go to the next one")
  func ending() throws {
    var scene = CallScene()
    let long = try scene.register("a.b", .prefix)
    let short = try scene.register("a", .prefix)
    let same = try scene.register("a.b", .exact)
    #expect(try scene.call("a.b").invocation.registration == same)
    for id in [same, long] {
      _ = scene.realm.receive(
        .unregister(.init(request: RequestID(90), registration: id)), from: SessionID(2))
    }
    #expect(try scene.call("a.b").invocation.registration == short)
    _ = scene.realm.leave(SessionID(2))
    #expect(code { try scene.call("a.b") } == .noSuchProcedure)
    #expect(scene.realm.census.registrations == 0)
  }

  @Test("what belongs to the router no pattern covers", arguments: ["", "wam", "w"])
  func reserved(pattern: String) throws {
    var scene = CallScene()
    try scene.register(pattern, .prefix)
    try scene.register("..", .wildcard)
    #expect(code { try scene.call("wamp.no.thing") } == .noSuchProcedure)
    #expect(try scene.call("wampum.is.money").callee == 2)
  }

  @Test(
    "that are none are refused",
    arguments: [
      ("a..b", MatchPolicy.exact), ("a..b", .prefix), ("a b", .wildcard), ("wamp.", .prefix),
      ("wamp..x", .wildcard),
    ])
  func faults(pattern: String, match: MatchPolicy) {
    var scene = CallScene()
    #expect(code { try scene.register(pattern, match) } == .invalidURI)
  }

  @Test("whoever may not register a pattern is refused")
  func permissions() throws {
    var permissions = Permissions.closed
    try permissions.grant(.register, to: "service", on: "a.", .prefix)
    var scene = CallScene(table: RoutingTable(permissions: permissions))
    #expect(code { try scene.register("a.b", .prefix) } == nil)
    #expect(code { try scene.register("", .prefix) } == .notAuthorized)
  }
}
