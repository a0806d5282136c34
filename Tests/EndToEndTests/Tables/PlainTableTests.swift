import Flatwire
import Foundation
import Programs
import Testing

/// Tables that a router exposes, for clients we did not write, which know nothing of records.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct PlainTableTests {
  private typealias Observation = AutobahnPeer.Observation

  /// The number of the store's last commit: its tables are made by the first one, their rows by the second.
  private static let commit = 2

  private static func call(
    _ procedure: String, _ list: [Any] = [], _ keywords: [String: Any] = [:], inParts: Bool = false
  ) -> [String: Any] {
    let call: [String: Any] = ["do": "call", "procedure": procedure, "args": list, "kwargs": keywords]
    return inParts ? call.merging(["in_parts": true]) { $1 } : call
  }

  /// What Autobahn saw of a store of users and seats.
  private func observing(
    _ serializer: String, _ actions: [[String: Any]]
  ) async throws -> [Observation] {
    var seen: [Observation] = []
    try await withStore { users in
      try await withSeats { seats in
        try await withRouter { router in
          try await router.expose(.users, of: users, as: "users", allowing: .reading)
          try await router.expose(.seats, of: seats, as: "seats", allowing: .reading)
          seen = try await AutobahnPeer.run(
            port: router.port, realm: router.realm, serializer: serializer, actions)
        }
      }
    }
    return seen
  }

  private static func isAnswer(_ observation: Observation) -> Bool {
    ["result", "part", "error"].contains(observation["event"] as? String ?? "")
  }

  @Test("Autobahn gets, lists and counts with plain arguments", arguments: ["cbor", "msgpack", "json"])
  func plain(serializer: String) async throws {
    let seen = try await observing(
      serializer,
      [
        Self.call("users.get", [7]), Self.call("users.get", [1000]),
        Self.call("users.get_many", [[7, 1000, 8]]), Self.call("users.list", [], ["from": 19]),
        Self.call("users.list", [], ["by": "usersByTeam", "from": 1, "to": 1, "limit": 2]),
        Self.call("users.count"), Self.call("users.count", [], ["from": 3, "to": 5]),
        Self.call("seats.get", ["A", 2]), Self.call("seats.list", [], ["from": "B", "to": ["B"]]),
        Self.call("seats.list", [], ["by": "seatsByPrice", "from": 20, "order": "descending"]),
      ]
    ).filter(Self.isAnswer)
    try #require(seen.count == 10, "\(seen)")
    let user = try #require(seen[0]["args"] as? NSArray)
    #expect(user[0] as? Int == 7 && user[1] as? String == "User 7")
    #expect(seen[1]["uri"] as? String == "flatwire.error.no_such_record")

    let many = try #require(seen[2]["args"] as? [[String: Any]])
    #expect(many.map { $0["name"] as? String } == ["User 7", "User 8"])
    #expect(
      seen[2]["kwargs"] as? NSDictionary == ["commit": Self.commit, "count": 2, "keys": 3, "missing": [1]])
    let last = try #require(seen[3]["args"] as? [[String: Any]])
    #expect(last.map { $0["id"] as? Int } == [19, 20])
    #expect(seen[3]["kwargs"] as? NSDictionary == ["commit": Self.commit, "count": 2])
    let team = try #require(seen[4]["args"] as? [[String: Any]])
    #expect(team.map { $0["id"] as? Int } == [1, 4])
    let page = try #require(seen[4]["kwargs"] as? [String: Any])
    #expect(page["count"] as? Int == 2 && page["after"] is String)
    #expect(seen[5]["args"] as? [Int] == [20])
    #expect(seen[6]["args"] as? [Int] == [3])

    #expect(seen[7]["args"] as? NSArray == ["A", 2, "Ann", 10.5])
    let row = try #require(seen[8]["args"] as? [[String: Any]])
    #expect(row.map { $0["number"] as? Int } == [9, 1])
    let prices = try #require(seen[9]["args"] as? [[String: Any]])
    #expect(prices.map { $0["price"] as? Double } == [30, 20])
  }

  @Test("whoever takes progressive results gets a row in each", arguments: ["cbor", "msgpack", "json"])
  func parts(serializer: String) async throws {
    let seen = try await observing(
      serializer, [Self.call("users.list", [], ["from": 18], inParts: true)]
    ).filter(Self.isAnswer)
    #expect(seen.map { $0["event"] as? String } == ["part", "part", "part", "result"])
    let rows = seen.dropLast().map { $0["args"] as? NSArray }
    #expect(rows.map { $0?[0] as? Int } == [18, 19, 20])
    #expect(seen.last?["kwargs"] as? NSDictionary == ["commit": Self.commit, "count": 3])
  }

  @Test("pages go on behind their tokens", arguments: ["cbor", "json"])
  func pages(serializer: String) async throws {
    try await withStore { store in
      try await withRouter { router in
        try await router.expose(.users, of: store, as: "users", allowing: .reading)
        let session = try await join(router, serializer == "json" ? .json : .cbor)
        var keywords: [String: Value] = ["limit": 7, "by": "usersByTeam"]
        var ids: [Int64] = []
        while true {
          let (rows, end) = try await session.call("users.list", [], keywords: keywords).arguments()
          ids += rows.compactMap { $0.mapValue?["id"]?.intValue }
          guard let after = end["after"] else { break }
          keywords["after"] = after
        }
        #expect(Set(ids) == Set(1...20) && ids.count == 20)
        await session.close()
      }
    }
  }

  @Test("what is wrong with arguments is told with its place")
  func refused() async throws {
    let other = "users/0000000000000007"
    let calls: [([Any], [String: Any], String, String)] = [
      ([], [:], "get", "found 0 values of a key, expected 1: id: ulong"),
      (["7"], [:], "get", "argument 'id': found a string, expected id: ulong"),
      ([7, 8], [:], "get", "found 1 positional arguments too many"),
      ([-1], [:], "get", "argument 'id': found an integer, expected id: ulong"),
      ([7], ["x": 1], "get", "found the keyword argument \"x\""),
      ([7], [:], "get_many", "argument 'keys': found an integer, expected a list"),
      ([], [:], "get_many", "the argument 'keys' is missing"),
      ([[7, "8"]], [:], "get_many", "argument 'keys[1]': found a string"),
      ([1], [:], "list", "found 1 positional arguments too many"),
      ([], ["limit": 0], "list", "argument 'limit': found 0, expected 1 to 10000"),
      ([], ["limit": 10_001], "list", "argument 'limit': found 10001, expected 1 to 10000"),
      ([], ["limit": "1"], "list", "argument 'limit': found a string, expected an integer"),
      ([], ["order": "up"], "list", "argument 'order': found a string, expected 'ascending' or 'descending'"),
      ([], ["by": "usersByName"], "list", "found the index \"usersByName\", expected usersByTeam"),
      ([], ["from": "a"], "list", "argument 'from': found a string, expected id: ulong"),
      (
        [], ["from": [1, 2]], "list",
        "argument 'from': found 2 values of a key, expected at most 1: id: ulong"
      ),
      ([], ["after": "x"], "list", "argument 'after': found \"x\""),
      ([], ["after": other + "00"], "list", "names no place in the table users"),
      ([], ["after": "seats/0000000000000007"], "list", "names no place in the table users"),
      ([], ["after": other, "by": "usersByTeam"], "list", "names no place in the index usersByTeam"),
      ([], ["limit": 1], "count", "found the keyword argument \"limit\""),
    ]
    let seen = try await observing("cbor", calls.map { Self.call("users.\($0.2)", $0.0, $0.1) })
      .filter(Self.isAnswer)
    try #require(seen.count == calls.count)
    for (call, answer) in zip(calls, seen) {
      #expect(answer["uri"] as? String == "wamp.error.invalid_argument", "\(call): \(answer)")
      let text = (answer["args"] as? [String])?.first ?? ""
      #expect(text.hasPrefix("users.\(call.2): ") && text.contains(call.3), "\(call): \(text)")
    }
  }
}

/// Runs a test with a store of four seats that is removed afterwards.
func withSeats(_ body: (Store) async throws -> Void) async throws {
  let store = try Store.temporary(schema: SeatsSchema.schema)
  try await store.write { txn in
    try txn.put(.init(row: "A", number: 1, guest: "Bob", price: 9), in: .seats)
    try txn.put(.init(row: "A", number: 2, guest: "Ann", price: 10.5), in: .seats)
    try txn.put(.init(row: "B", number: 1, price: 20), in: .seats)
    try txn.put(.init(row: "B", number: 9, price: 30), in: .seats)
  }
  try await body(store)
  store.close()
}
