import Flatwire
import Foundation
import Programs
import Testing

/// Subscriptions that go on from the history, where something was lost: of the events, or of the history.
@Suite(.oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ReplayLossTests {
  private typealias Reading = ReplayedEvents<UntypedEvent>.AsyncIterator

  private func numbers(_ count: Int, _ reading: inout Reading) async throws -> [Int64] {
    var numbers: [Int64] = []
    while numbers.count < count, let event = try await reading.next() {
      numbers += try event.payload.arguments().list.compactMap(\.intValue)
    }
    return numbers
  }

  private func publish(_ numbers: Range<Int64>, over session: WAMPSession) async throws {
    for number in numbers { try await session.publish([.int(number)], to: "com.example.a") }
  }

  @Test("who is told that the history has let go of what follows begins anew with the rest")
  func gone() async throws {
    try await withHistory { path in
      let history = try HistoryStore(at: path)
      try await withRouter { router in
        try await router.keepHistory(of: "com.example.a", in: history, bounds: HistoryBounds(count: 5))
        let (session, publisher) = (try await join(router, .cbor), try await join(router, .cbor))
        try await publish(0..<3, over: publisher)
        let events = try await session.subscribe(
          to: "com.example.a", replaying: .all, buffering: EventBuffering(maxEvents: 2))
        var reading = events.makeAsyncIterator()
        #expect(try await numbers(3, &reading) == [0, 1, 2])
        try await publish(3..<33, over: publisher)
        let error = await #expect(throws: WAMPError.self) { try await reading.next() }
        #expect(error?.code == .eventsGone)
        #expect(error?.message.contains("com.example.a") == true, "\(error as Any)")
        #expect(try await reading.next() == nil)
        var anew = try await session.subscribe(to: "com.example.a", replaying: .all).makeAsyncIterator()
        #expect(try await numbers(5, &anew) == Array(28..<33))

        // Also if nothing was read before, but for what was there when it subscribed.
        let late = try await session.subscribe(
          to: "com.example.a", replaying: .all, buffering: EventBuffering(maxEvents: 2))
        let after = try await session.subscribe(
          to: "com.example.a", replaying: .last(5), buffering: EventBuffering(maxEvents: 2))
        try await publish(33..<38, over: publisher)
        var lateReading = late.makeAsyncIterator()
        #expect(try await numbers(5, &lateReading) == Array(33..<38))
        try await publish(38..<39, over: publisher)
        var afterReading = after.makeAsyncIterator()
        let missed = await #expect(throws: WAMPError.self) { try await afterReading.next() }
        #expect(missed?.code == .eventsGone)
        await session.close()
        await publisher.close()
      }
      history.close()
    }
  }

  @Test("a page does not go on behind an event that is about to go")
  func aboutToGo() async throws {
    try await withHistory { path in
      var first: PublicationID?
      // The second router allows fewer; nothing has gone of what there is.
      for count in [1000, 5] {
        let history = try HistoryStore(at: path)
        try await withRouter { router in
          try await router.keepHistory(
            of: "com.example.a", in: history, bounds: HistoryBounds(count: count))
          let session = try await join(router, .cbor)
          let id = try await session.history("com.example.a", "exact")
          if let first {
            let (kept, end) = try await session.events(id)
            #expect(kept.count == 5 && end["total"] == 10 && end["gone"] == 5)
            let error = await #expect(throws: WAMPError.self) {
              try await session.events(id, ["after_publication": Value(first.rawValue)])
            }
            #expect(error?.code == .noSuchPublication)
          } else {
            first = try await session.publish([0], to: "com.example.a")
            try await publish(1..<10, over: session)
          }
          await session.close()
        }
        history.close()
      }
    }
  }

  @Test("what the router did not deliver is given from the history, in its place, also if nothing follows")
  func dropped() async throws {
    try await withHistory { path in
      let history = try HistoryStore(at: path)
      let router = try await Router.start([.universal(port: 0)], realms: ["realm1"])
      try await router.keepHistory(of: "com.example.a", in: history)
      // A client of RawSocket says how much it takes: larger events are dropped.
      var configuration = ConnectionConfiguration()
      configuration.maxMessageSize = 4096
      let small = try await WAMPSession.connect(
        to: "rs://127.0.0.1:\(router.port)", realm: "realm1", configuration: configuration)
      let publisher = try await join(router, .cbor)
      var events = try await small.subscribe(to: "com.example.a", replaying: .all)
      events.idle = .milliseconds(50)
      var reading = events.makeAsyncIterator()
      func publish(_ number: Int64, _ size: Int) async throws {
        let text = Value.string(String(repeating: "x", count: size))
        try await publisher.publish([.int(number), text], to: "com.example.a")
      }
      try await publish(1, 10)
      try await publish(2, 8000)
      try await publish(3, 10)
      func next() async throws -> UntypedEvent { try #require(try await reading.next()) }
      func number(_ event: UntypedEvent) throws -> Int64? {
        try event.payload.arguments().list.first?.intValue
      }
      #expect(try number(try await next()) == 1)
      let second = try await next()
      #expect(try number(second) == nil && second.details.others["x_flatwire_omitted"] != nil)
      #expect(try number(try await next()) == 3)
      try await publish(4, 8000)
      #expect(try await next().details.others["x_flatwire_omitted"] != nil)
      try await publish(5, 10)
      #expect(try number(try await next()) == 5)
      await small.close()
      await publisher.close()
      await router.stop()
      history.close()
    }
  }

  @Test("times that are none are refused, and any room may be asked for")
  func bounds() async throws {
    try await withHistory { path in
      let history = try HistoryStore(at: path)
      try await withRouter { router in
        try await router.keepHistory(of: "com.example.a", in: history)
        let session = try await join(router, .cbor)
        let error = await #expect(throws: WAMPError.self) {
          try await session.subscribe(to: "com.example.a", replaying: .since(secondsSince1970: .nan))
        }
        #expect(error?.code == .invalidArgument)
        try await publish(0..<3, over: session)
        for replay in [EventReplay.since(secondsSince1970: -.infinity), .last(.max), .all] {
          var reading = try await session.subscribe(
            to: "com.example.a", replaying: replay, buffering: EventBuffering(maxEvents: .max, maxBytes: .max)
          ).makeAsyncIterator()
          #expect(try await numbers(3, &reading) == [0, 1, 2])
        }
        await session.close()
      }
      history.close()
    }
  }
}
