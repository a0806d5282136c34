import SeededRandom
import SharedBytes
import Testing

@testable import WAMP

/// Which role may do what with which URIs.
@Suite struct PermissionsTests {
  /// Many rules of one role.
  private func guest() throws -> Permissions {
    var permissions = Permissions()
    try permissions.grant([.call, .subscribe], to: "guest", on: "a.", .prefix)
    try permissions.grant([], to: "guest", on: "a.secret", .exact)
    try permissions.grant(.call, to: "guest", on: "b..open", .wildcard)
    try permissions.grant([.subscribe, .register], to: "guest", on: "c.d", .prefix)
    try permissions.grant(.all, to: "admin", on: "", .prefix)
    return permissions
  }

  private func may(
    _ permissions: Permissions, _ role: String?, _ action: Permissions.Actions, _ uri: String,
    _ match: MatchPolicy = .exact
  ) -> Bool {
    permissions.allow(action, uri, match, to: role)
  }

  @Test("the most specific permission of a role decides")
  func specific() throws {
    let permissions = try guest()
    #expect(may(permissions, "admin", .register, "x.y"))
    #expect(may(permissions, "guest", .call, "a.b") && !may(permissions, "guest", .publish, "a.b"))
    #expect(!may(permissions, "guest", .call, "a.secret"))
    #expect(may(permissions, "guest", .call, "b.x.open") && !may(permissions, "guest", .call, "b.x.shut"))
    #expect(!may(permissions, nil, .call, "a.b") && !may(permissions, "nobody", .call, "a.b"))
  }

  /// Else who may subscribe to `a.` would hear of `a.secret`.
  @Test(
    "a pattern is allowed only if all that it covers is",
    arguments: [
      ("a.", MatchPolicy.prefix, false), ("a.b.", .prefix, true), ("a", .prefix, false), ("", .prefix, false),
      ("a..c", .wildcard, true), ("a.", .wildcard, false), (".b", .wildcard, false), ("a.s", .prefix, false),
      ("c.d", .prefix, true), ("c.de.", .prefix, true), ("c.", .prefix, false), ("c.d..x", .wildcard, true),
      ("", .wildcard, false), ("b..open", .wildcard, false),
    ])
  func patterns(pattern: String, match: MatchPolicy, isAllowed: Bool) throws {
    #expect(may(try guest(), "guest", .subscribe, pattern, match) == isAllowed)
    #expect(may(try guest(), "admin", .subscribe, pattern, match))
    #expect(may(.open, "guest", .subscribe, pattern, match))
    #expect(!may(.closed, "guest", .subscribe, pattern, match))
  }

  @Test("a longer prefix that allows decides over a shorter one and over wildcards that do not")
  func longer() throws {
    var permissions = Permissions()
    try permissions.grant([], to: "guest", on: "", .prefix)
    try permissions.grant([], to: "guest", on: "a..c", .wildcard)
    try permissions.grant(.subscribe, to: "guest", on: "a.b.", .prefix)
    #expect(may(permissions, "guest", .subscribe, "a.b.", .prefix))
    #expect(may(permissions, "guest", .subscribe, "a.b.c", .exact))
    #expect(!may(permissions, "guest", .subscribe, "a.", .prefix))
  }

  /// Whatever a pattern that is allowed covers is allowed by itself, too.
  @Test("no pattern gives more than its URIs", arguments: 0..<200)
  func sound(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func text(_ match: MatchPolicy) -> String {
      let count = Int.random(in: 1...3, using: &random)
      var parts = (0..<count).map { _ in ["a", "b", "ab"].randomElement(using: &random) ?? "a" }
      if match == .wildcard { parts[Int.random(in: 0..<count, using: &random)] = "" }
      let text = parts.joined(separator: ".")
      return match == .prefix && Bool.random(using: &random) ? text + "." : text
    }
    let matches: [MatchPolicy] = [.exact, .prefix, .wildcard]
    var permissions = Permissions()
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      let match = matches.randomElement(using: &random) ?? .exact
      try permissions.grant(
        Bool.random(using: &random) ? .subscribe : [], to: "guest", on: text(match), match)
    }
    for _ in 0..<20 {
      let match = matches.randomElement(using: &random) ?? .exact
      let pattern = text(match)
      guard may(permissions, "guest", .subscribe, pattern, match) else { continue }
      var covering = URIPatterns<Bool>()
      covering.insert(true, for: pattern, match)
      for _ in 0..<50 {
        let uri = text(.exact)
        guard !covering.matches(uri.utf8.span).isEmpty else { continue }
        #expect(may(permissions, "guest", .subscribe, uri), "\(pattern) \(match), \(uri), seed \(seed)")
      }
    }
  }

  @Test("what everyone may do, every role may do besides, but for what belongs to the router")
  func everyone() throws {
    var permissions = Permissions(everyone: [.call, .subscribe])
    try permissions.grant(.publish, to: "guest", on: "a.", .prefix)
    #expect(may(permissions, "guest", .publish, "a.b") && may(permissions, "guest", .call, "a.b"))
    #expect(may(permissions, nil, .call, "x.y") && !may(permissions, nil, .publish, "x.y"))
    #expect(!may(permissions, "guest", .register, "x.y"))
    #expect(!may(permissions, "guest", .call, "wamp.session.kill"))
    #expect(may(permissions, "guest", .subscribe, "x.", .prefix))
    for pattern in ["", "wam", "wamp.session."] {
      #expect(!may(permissions, "guest", .subscribe, pattern, .prefix))
    }
    #expect(may(.open, nil, .call, "wamp.session.kill"))
  }

  @Test(
    "a pattern that is none is refused by name",
    arguments: [("a..b", MatchPolicy.exact), ("a#", .prefix), ("..", .prefix), ("a b", .wildcard)])
  func invalid(pattern: String, match: MatchPolicy) {
    var permissions = Permissions()
    let error = #expect(throws: WAMPError.self) {
      try permissions.grant(.call, to: "guest", on: pattern, match)
    }
    #expect(error?.code == .invalidURI)
    #expect(error?.message.contains(pattern) == true)
  }

  @Test("callees and subscribers are told who acts where a permission says so")
  func disclosing() throws {
    var permissions = Permissions.open
    try permissions.grant(.all, to: "user", on: "a.", .prefix, disclosing: [.call, .publish])
    var realm = Realm(name: "realm1", table: RoutingTable(permissions: permissions), ids: RandomIDs(seed: 1))
    realm.join(Member(id: SessionID(1), authid: "joe", authrole: "user", roles: .client))
    realm.join(Member(id: SessionID(2), authid: "ann", authrole: "other", roles: .client))
    for (number, uri) in zip([1, 5] as [UInt64], ["a.b", "x.y"]) {
      _ = realm.receive(
        .register(.init(request: RequestID(number), procedure: uri)), from: SessionID(2))
      _ = realm.receive(
        .subscribe(.init(request: RequestID(number + 1), topic: uri)), from: SessionID(2))
      let calls = realm.receive(
        .call(.init(request: RequestID(number + 2), procedure: uri)), from: SessionID(1))
      guard case .send(.invocation(let invocation), SessionID(2))? = calls.first else {
        Issue.record("no INVOCATION: \(calls)")
        continue
      }
      #expect((invocation.callerAuthID == "joe") == (uri == "a.b"))
      _ = realm.receive(.yield(.init(request: invocation.request)), from: SessionID(2))
      let events = realm.receive(
        .publish(.init(request: RequestID(number + 3), topic: uri)), from: SessionID(1))
      guard case .deliver(let event, _)? = events.first else {
        Issue.record("no EVENT: \(events)")
        continue
      }
      #expect((event.publisherAuthID == "joe") == (uri == "a.b"))
    }
  }
}
