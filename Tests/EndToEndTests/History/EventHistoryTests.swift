import Flatwire
import Foundation
import Programs
import Testing

/// Events that outlive their router, as clients get them.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct EventHistoryTests {
  private func keeping(
    _ bounds: HistoryBounds = HistoryBounds(), _ body: (Router, HistoryStore) async throws -> Void
  ) async throws {
    try await withHistory { path in
      let history = try HistoryStore(at: path)
      try await withRouter { router in
        try await router.keepHistory(of: "com.example.", .prefix, in: history, bounds: bounds)
        try await body(router, history)
      }
      history.close()
    }
  }

  @Test("events are given in the specification's shape, in their order", arguments: SerializerKind.allCases)
  func shape(serializer: SerializerKind) async throws {
    try await keeping { router, _ in
      let session = try await join(router, serializer)
      let first = try await session.publish(
        [1, "x"], keywords: ["by": "Ann"], to: "com.example.a", options: .init(discloseMe: true))
      let second = try await session.publish([2, ["deep": [1.5, .null]]], to: "com.example.b")
      let id = try await session.history()
      let (events, end) = try await session.events(id)
      try #require(events.count == 2)
      #expect(end == ["count": 2, "more": false, "total": 2, "gone": 0])
      #expect(events[0]["publication"] == first.map { Value($0.rawValue) })
      #expect(events[0]["subscription"] == id && events[1]["subscription"] == id)
      #expect(events[0]["args"] == [1, "x"] && events[0]["kwargs"] == ["by": "Ann"])
      let details = try #require(events[0]["details"]?.mapValue)
      #expect(details["topic"] == "com.example.a" && details["publisher_authrole"] == "anonymous")
      #expect(details["publisher"] == Value(session.id.rawValue))
      #expect(events[1]["publication"] == second.map { Value($0.rawValue) })
      #expect(events[1]["args"] == [2, ["deep": [1.5, .null]]] && events[1]["kwargs"] == nil)
      #expect(events[1]["details"] == ["topic": "com.example.b"])
      #expect(events[0]["timestamp"]?.stringValue?.hasSuffix("Z") == true)
      #expect(session.routerRoles.supports(.eventHistory, as: .broker))
      await session.close()
    }
  }

  @Test func `filters choose, and pages go on where they ended, either way`() async throws {
    try await keeping { router, _ in
      let session = try await join(router, .cbor)
      var publications: [Value] = []
      for number in 0..<20 as Range<Int64> {
        let topic = number.isMultiple(of: 2) ? "com.example.even" : "com.example.odd"
        publications.append(
          Value(try #require(try await session.publish([.int(number)], to: topic)).rawValue))
      }
      let id = try await session.history()
      #expect(try await session.numbers(id) == Array(0..<20))
      #expect(try await session.numbers(id, ["limit": 3]) == Array(0..<20))
      #expect(try await session.numbers(id, ["limit": 7, "reverse": true]) == (0..<20).reversed())
      #expect(
        try await session.numbers(id, ["topic": "com.example.odd", "limit": 2])
          == Array(stride(from: 1, to: 20, by: 2)))
      #expect(try await session.numbers(id, ["topic": "com.example.none"]) == [])
      let bounds: [String: Value] = [
        "from_publication": publications[3], "before_publication": publications[7],
      ]
      #expect(try await session.numbers(id, bounds) == [3, 4, 5, 6])
      let others: [String: Value] = [
        "after_publication": publications[3], "until_publication": publications[7],
      ]
      #expect(try await session.numbers(id, others) == [4, 5, 6, 7])
      #expect(try await session.numbers(id, ["from_time": "2020-01-01T00:00:00Z"]).count == 20)
      #expect(try await session.numbers(id, ["until_time": "2020-01-01T00:00:00Z"]) == [])
      #expect(try await session.numbers(id, ["after_time": "2999-01-01T00:00:00Z"]) == [])
      let found = try await session.events(id, ["limit": 1, "from_publication": publications[9]]).events
      let time = try #require(found.first?["timestamp"])
      #expect(try await session.numbers(id, ["from_time": time]).contains(9))
      #expect(try await session.numbers(id, ["until_time": time]).contains(9))
      #expect(try await !session.numbers(id, ["after_time": time]).contains(9))
      #expect(try await !session.numbers(id, ["before_time": time]).contains(9))
      await session.close()
    }
  }

  @Test func `what can't be answered is an error that says why`() async throws {
    try await keeping { router, history in
      let session = try await join(router, .cbor)
      let publication = try #require(try await session.publish([1], to: "com.example.a"))
      let later = try #require(try await session.publish([2], to: "com.example.a"))
      let id = try await session.history()
      func code(_ id: Value, _ keywords: [String: Value]) async -> WAMPError.Code? {
        await #expect(throws: WAMPError.self) { try await session.events(id, keywords) }?.code
      }
      #expect(await code(4711, [:]) == .noSuchSubscription)
      #expect(await code("x", [:]) == .invalidArgument)
      #expect(await code(id, ["limit": -1]) == .invalidArgument)
      #expect(await code(id, ["after_publication": 4711]) == .noSuchPublication)
      let contradicting: [String: Value] = [
        "from_publication": Value(later.rawValue), "before_publication": Value(publication.rawValue),
      ]
      #expect(await code(id, contradicting) == .invalidArgument)
      await #expect(throws: WAMPError.self) {
        try await router.keepHistory(of: "com.example.", .prefix, in: history)
      }
      await #expect(throws: WAMPError.self) { try await router.keepHistory(of: "a..b", in: history) }
      await #expect(throws: WAMPError.self) {
        try await router.keepHistory(of: "a", in: history, realm: "nowhere")
      }
      history.close()
      #expect(await code(id, [:]) == .unavailable)
      let error = await #expect(throws: WAMPError.self) {
        try await session.publish([3], to: "com.example.a")
      }
      #expect(error?.code == .unavailable && error?.message.contains("closed") == true)
      await session.close()
    }
  }

  @Test func `a history keeps no more than its bounds allow`() async throws {
    try await keeping(HistoryBounds(count: 5)) { router, history in
      let session = try await join(router, .cbor)
      for number in 0..<30 as Range<Int64> { try await session.publish([.int(number)], to: "com.example.a") }
      let id = try await session.history()
      #expect(try await session.numbers(id) == [25, 26, 27, 28, 29])
      try await router.keepHistory(of: "com.bytes", in: history, bounds: HistoryBounds(bytes: 1000))
      for number in 0..<10 as Range<Int64> {
        try await session.publish(
          [.int(number), .string(String(repeating: "x", count: 300))], to: "com.bytes")
      }
      #expect(try await session.numbers(session.history("com.bytes", "exact")) == [7, 8, 9])
      try await router.keepHistory(of: "com.age", in: history, bounds: HistoryBounds(age: .zero))
      try await session.publish([1], to: "com.age")
      try await Task.sleep(for: .milliseconds(5))
      #expect(try await session.numbers(session.history("com.age", "exact")) == [])
      await session.close()
    }
  }

  @Test func `events and identifiers are the same after a restart`() async throws {
    try await withHistory { path in
      var ids: Set<Value> = []
      for start in 0..<3 as Range<Int64> {
        let history = try HistoryStore(at: path)
        try await withRouter { router in
          try await router.keepHistory(of: "com.example.", .prefix, in: history)
          let session = try await join(router, .flatbuffers)
          try await session.publish([.int(start)], to: "com.example.a")
          let id = try await session.history()
          ids.insert(id)
          #expect(try await session.numbers(id) == Array(0...start))
          await session.close()
        }
        history.close()
      }
      #expect(ids.count == 1)
    }
  }

  @Test func `who may not subscribe may not read, and lists of roles and names choose`() async throws {
    try await withHistory { path in
      let history = try HistoryStore(at: path)
      var permissions = Permissions.closed
      for role in ["reader", "other", "stranger"] {
        try permissions.grant(.call, to: role, on: "wamp.subscription.", .prefix)
      }
      for role in ["reader", "other"] {
        try permissions.grant([.subscribe, .publish], to: role, on: "com.example.", .prefix)
      }
      let principals = ["reader", "other", "stranger"].map { Principal($0, role: $0, .ticket(Secret($0))) }
      let realm = RealmConfiguration(
        "realm1", authentication: Authentication(principals: principals), permissions: permissions)
      let router = try await Router.start([.webSocket(port: 0)], realms: [realm])
      try await router.keepHistory(of: "com.example.", .prefix, in: history)
      func join(_ name: String) async throws -> WAMPSession {
        try await WAMPSession.connect(
          to: "ws://127.0.0.1:\(router.port)/", realm: "realm1", authid: name,
          authentication: .ticket(Secret(name)))
      }
      let (reader, other, stranger) = (
        try await join("reader"), try await join("other"), try await join("stranger")
      )
      var audience = Audience()
      audience.eligibleAuthRoles = ["reader"]
      try await other.publish([1], to: "com.example.a", options: .init(audience: audience))
      audience = Audience()
      audience.excludeAuthIDs = ["reader"]
      try await other.publish([2], to: "com.example.a", options: .init(audience: audience))
      audience = Audience()
      audience.exclude = [reader.id]
      try await other.publish([3], to: "com.example.a", options: .init(audience: audience))
      let id = try await reader.history()
      #expect(try await reader.numbers(id) == [1])
      #expect(try await other.numbers(id) == [2])
      let error = await #expect(throws: WAMPError.self) { try await stranger.events(id) }
      #expect(error?.code == .notAuthorized)
      for session in [reader, other, stranger] { await session.close() }
      await router.stop()
      history.close()
    }
  }

  @Test(
    "records are sent from where they are stored",
    arguments: [SerializerKind.flatbuffers, .cbor, .messagePack])
  func records(serializer: SerializerKind) async throws {
    try await withHistory { path in
      let history = try HistoryStore(at: path)
      try await withRouter { router in
        try await router.keepHistory(of: .usersChanged, in: history)
        let session = try await join(router, serializer)
        var copied: [[CopyReason: Int]] = []
        for size in [40, 4000] {
          var last: PublicationID?
          for id in 1...50 as ClosedRange<UInt64> {
            last = try await router.publish(
              .init(id: id, name: "user \(id)", avatar: [UInt8](repeating: 7, count: size)),
              to: .usersChanged)
          }
          let before = router.counters.snapshot
          var seen: [UInt64] = []
          for try await event in try await session.subscribe(to: .usersChanged, replaying: .last(50)) {
            #expect(event.record.avatar?.count == size)
            seen.append(event.record.id)
            if event.details.publication == last { break }
          }
          #expect(seen == Array(1...50))
          let after = router.counters.snapshot
          #expect(after.payloadBytesUncopied - before.payloadBytesUncopied >= 50 * size)
          copied.append(after.payloadBytesCopied.merging(before.payloadBytesCopied) { $0 - $1 })
        }
        // What is looked up and what ends a page may be translated, whatever the records' size: nothing of the records is.
        #expect(copied.allSatisfy { Set($0.keys).isSubset(of: [.translated]) }, "\(copied)")
        #expect(copied.allSatisfy { $0.values.reduce(0, +) < 512 }, "\(copied)")
        await session.close()
      }
      history.close()
    }
  }

  @Test func `many events are pulled in pages`() async throws {
    try await keeping { router, _ in
      let count = Int64(ProcessInfo.processInfo.environment["HISTORY_EVENTS"] ?? "") ?? 20_000
      let session = try await join(router, .cbor)
      let publishers = 64 as Int64
      try await withThrowingTaskGroup { group in
        for first in 0..<publishers {
          group.addTask {
            for number in stride(from: first, to: count, by: Int(publishers)) {
              try await session.publish([.int(number)], to: "com.example.many")
            }
          }
        }
        try await group.waitForAll()
      }
      let start = ContinuousClock.now
      let numbers = try await session.numbers(session.history())
      print("\(count) events replayed at", (ContinuousClock.now - start) / Int(count), "each")
      #expect(numbers.sorted() == Array(0..<count))
      // Of each publisher in its order.
      for first in 0..<publishers {
        #expect(
          numbers.filter { $0 % publishers == first }
            == Array(stride(from: first, to: count, by: Int(publishers))))
      }
      await session.close()
    }
  }
}
