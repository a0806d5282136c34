import Testing

@testable import WAMP

/// What a realm tells of its sessions.
@Suite struct SessionMetaTests {
  private let members = [
    Member(id: SessionID(1), authid: "ann", authrole: "admin", roles: .client),
    Member(id: SessionID(2), authid: "bob", authrole: "user", roles: .client),
    Member(id: SessionID(3), authid: "bob", authrole: "guest", roles: .client),
  ]

  private func ids(_ answer: MetaClient.Answer) -> [UInt64]? {
    guard case .result(let results) = answer, results.count == 1 else { return nil }
    return results[0].listValue?.compactMap(\.unsignedValue).sorted()
  }

  @Test(
    "sessions are counted and listed, also by their roles",
    arguments: [
      ([], [1, 2, 3]), ([.null], [1, 2, 3]), ([["user", "guest"]], [2, 3]), ([["nobody"]], []), ([[]], []),
    ] as [([Value], [UInt64])])
  func lists(arguments: [Value], expected: [UInt64]) {
    var client = MetaClient(members)
    #expect(client.ask("wamp.session.count", arguments) == .result([.int(Int64(expected.count))]))
    #expect(ids(client.ask("wamp.session.list", arguments)) == expected)
  }

  @Test("a session is told with its proof of who it is and how it is connected")
  func details() {
    var realm = Realm(name: "realm1", ids: RandomIDs(seed: 1))
    let outlet = Outlet(loop: 0, format: .flatbuffers)
    let (member, identity, _) = realm.admit(
      .client, at: outlet, over: SessionTransport(type: "websocket", peer: "127.0.0.1:50123"))
    var client = MetaClient([])
    client.realm = realm
    let id = member.id.rawValue
    let answer = client.ask("wamp.session.get", [Value(id)], from: id)
    #expect(
      answer
        == .result([
          [
            "session": Value(id), "authid": .string(identity.authid), "authrole": "anonymous",
            "authmethod": "anonymous", "authprovider": "static",
            "transport": [
              "type": "websocket", "protocol": "wamp.2.flatbuffers", "peer": "127.0.0.1:50123",
            ],
          ]
        ]))
  }

  @Test("who joins and who leaves is told to those who subscribed to it")
  func events() {
    var client = MetaClient(members)
    for topic in ["wamp.session.on_join", "wamp.session.on_leave"] {
      _ = client.subscribe(1, to: topic)
    }
    let details = SessionDetails(authmethod: "ticket", authprovider: "static")
    let joined = client.realm.join(
      Member(id: SessionID(9), authid: "eve", authrole: "user", roles: .client), details)
    #expect(joined.events.map(\.sessions) == [[1]])
    #expect(
      joined.events.map(\.arguments) == [
        [
          [
            "session": 9, "authid": "eve", "authrole": "user", "authmethod": "ticket",
            "authprovider": "static",
          ]
        ]
      ])
    let left = client.realm.leave(SessionID(9))
    #expect(left.events.map(\.arguments) == [[9, "eve", "user"]])
    #expect(client.realm.leave(SessionID(1)).events.isEmpty)
  }

  @Test(
    "a faulty call of a meta procedure is an error that names the argument",
    arguments: [
      ("wamp.session.get", [77], [:], "wamp.error.no_such_session", "no session 77"),
      ("wamp.session.get", [], [:], "wamp.error.invalid_argument", "session is missing"),
      (
        "wamp.session.get", ["x"], [:], "wamp.error.invalid_argument",
        "session must be an integer of 0 or more, not a string"
      ),
      (
        "wamp.session.get", [1, 2], [:], "wamp.error.invalid_argument",
        "2 arguments for wamp.session.get, which takes 1"
      ),
      ("wamp.session.get", [1], ["session": 1], "wamp.error.invalid_argument", "session is given twice"),
      (
        "wamp.session.count", [], ["roles": []], "wamp.error.invalid_argument",
        "wamp.session.count has no argument \"roles\""
      ),
      (
        "wamp.session.count", [["a", 1]], [:], "wamp.error.invalid_argument",
        "filter_authroles must be a list of strings, not a list"
      ),
      (
        "wamp.session.nothing", [], [:], "wamp.error.no_such_procedure",
        "no procedure \"wamp.session.nothing\""
      ),
    ] as [(String, [Value], [String: Value], String, String)])
  func faults(procedure: String, list: [Value], keywords: [String: Value], code: String, text: String) {
    var client = MetaClient(members)
    #expect(client.ask(procedure, list, keywords) == .error(code, text))
  }

  @Test("arguments that are large are refused before they are decoded")
  func size() {
    var client = MetaClient(members)
    let list = Value.list(Array(repeating: "user", count: 20_000))
    let isRefused =
      client.ask("wamp.session.count", [list])
      == .error("wamp.error.invalid_argument", "the arguments take 100004 bytes, more than 32768")
    #expect(isRefused)
  }

  @Test("an argument may be given by its name")
  func names() {
    var client = MetaClient(members)
    #expect(client.ask("wamp.session.count", [], ["filter_authroles": ["admin"]]) == .result([1]))
  }

  @Test("no list is longer than the limit")
  func limit() {
    var limits = RealmLimits()
    limits.listedIDs = 2
    var client = MetaClient(members, RoutingTable(limits: limits))
    #expect(client.ask("wamp.session.list").code == "wamp.error.unavailable")
    #expect(ids(client.ask("wamp.session.list", [["user", "guest"]])) == [2, 3])
  }

  @Test("permissions hold for meta procedures, and nobody registers one again")
  func permissions() throws {
    var permissions = Permissions.closed
    try permissions.grant(.all, to: "admin", on: "", .prefix)
    try permissions.grant(.all, to: "user", on: "com.", .prefix)
    var client = MetaClient(members, RoutingTable(permissions: permissions))
    #expect(client.ask("wamp.session.count", from: 1) == .result([3]))
    #expect(client.ask("wamp.session.count", from: 2).code == "wamp.error.not_authorized")
    #expect(throws: WAMPError.self) { try client.realm.registerLocal("wamp.session.count") }
    #expect(client.realm.hasProcedure("wamp.session.count"))
  }
}
