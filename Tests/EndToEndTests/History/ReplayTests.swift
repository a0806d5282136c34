import Flatwire
import Foundation
import Programs
import Testing

/// Subscriptions that begin with what was published before.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ReplayTests {
  private func number(_ event: UntypedEvent) throws -> Int64 {
    try #require(try event.payload.arguments().list.first?.intValue)
  }

  private func take<Events: AsyncSequence>(
    _ count: Int, of events: Events
  ) async throws -> [Int64] where Events.Element == UntypedEvent {
    var numbers: [Int64] = []
    for try await event in events {
      numbers.append(try number(event))
      if numbers.count == count { break }
    }
    return numbers
  }

  @Test(
    "it goes from the history to new events without a gap or a duplicate", arguments: SerializerKind.allCases)
  func toLive(serializer: SerializerKind) async throws {
    try await withHistory { path in
      let history = try HistoryStore(at: path)
      try await withRouter { router in
        try await router.keepHistory(of: "com.example.", .prefix, in: history)
        let publisher = try await join(router, .cbor)
        for number in 0..<2500 as Range<Int64> {
          try await publisher.publish([.int(number)], to: "com.example.a")
        }
        let publishing = Task {
          for number in 2500..<4000 as Range<Int64> {
            try await publisher.publish([.int(number)], to: "com.example.a")
          }
        }
        let session = try await join(router, serializer)
        let events = try await session.subscribe(
          to: "com.example.", replaying: .all, options: .init(match: .prefix),
          buffering: EventBuffering(maxEvents: 10))
        #expect(try await take(4000, of: events) == Array(0..<4000))
        try await publishing.value
        await session.close()
        await publisher.close()
      }
      history.close()
    }
  }

  @Test func `it begins where it is said`() async throws {
    try await withHistory { path in
      let history = try HistoryStore(at: path)
      try await withRouter { router in
        try await router.keepHistory(of: "com.example.a", in: history)
        let session = try await join(router, .cbor)
        let other = try await join(router, .cbor)
        var publications: [PublicationID] = []
        for number in 0..<10 as Range<Int64> {
          publications.append(try #require(try await other.publish([.int(number)], to: "com.example.a")))
        }
        let topic = "com.example.a"
        #expect(try await take(3, of: session.subscribe(to: topic, replaying: .last(3))) == [7, 8, 9])
        #expect(
          try await take(4, of: session.subscribe(to: topic, replaying: .after(publications[5]))) == [
            6, 7, 8, 9,
          ])
        #expect(
          try await take(10, of: session.subscribe(to: topic, replaying: .since(secondsSince1970: 0))).count
            == 10)
        let live = try await session.subscribe(to: topic, replaying: .last(0))
        try await other.publish([10], to: topic)
        #expect(try await take(1, of: live) == [10])
        let gone = await #expect(throws: WAMPError.self) {
          try await session.subscribe(to: topic, replaying: .after(PublicationID(4711)))
        }
        #expect(gone?.code == .noSuchPublication)
        let none = await #expect(throws: WAMPError.self) {
          try await session.subscribe(to: "com.other", replaying: .all)
        }
        #expect(none?.code == .noSuchSubscription)
        await session.close()
        await other.close()
      }
      history.close()
    }
  }

  @Test func `it goes on over a restart of the router`() async throws {
    try await withHistory { path in
      var history = try HistoryStore(at: path)
      var router = try await Router.start(.webSocket(port: 0), realm: "realm1")
      try await router.keepHistory(of: "com.example.a", in: history)
      let port = router.port
      let session = try await WAMPSession.connect(
        to: "ws://127.0.0.1:\(port)/", realm: "realm1", reconnection: .quick)
      let events = try await session.subscribe(to: "com.example.a", replaying: .all)
      var iterator = events.makeAsyncIterator()
      for restart in 0..<3 as Range<Int64> {
        let publisher = try await join(router, .cbor)
        for number in 0..<100 as Range<Int64> {
          try await publisher.publish([.int(100 * restart + number)], to: "com.example.a")
        }
        // Of these some are read before the router stops, others were dropped or come later.
        for number in 0..<50 as Range<Int64> {
          let event = try #require(try await iterator.next())
          #expect(try self.number(event) == 50 * restart + number)
        }
        await publisher.close()
        await router.stop()
        history.close()
        history = try HistoryStore(at: path)
        router = try await Router.start(.webSocket(port: port), realm: "realm1")
        try await router.keepHistory(of: "com.example.a", in: history)
      }
      for number in 150..<300 as Range<Int64> {
        let event = try #require(try await iterator.next())
        #expect(try self.number(event) == number)
      }
      await session.close()
      await router.stop()
      history.close()
    }
  }
}
