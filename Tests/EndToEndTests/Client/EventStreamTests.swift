import Flatwire
import Programs
import Testing

/// Streams of events whose reader is slow, or whose publisher is wrong.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct EventStreamTests {
  /// A stream that nobody has read while the numbers 0 to 99 were published.
  private func unread(
    _ buffering: EventBuffering, _ body: (Events<UntypedEvent>) async throws -> Void
  ) async throws {
    try await withRouter { router in
      let session = try await join(router, .cbor)
      let events = try await session.subscribe(to: "com.example.count", buffering: buffering)
      for number in 0..<100 as Range<Int64> {
        try await session.publish(
          [.int(number)], to: "com.example.count", options: .init(excludeMe: false))
      }
      // Its event comes after all others.
      let last = try await session.subscribe(to: "com.example.last")
      try await session.publish([], to: "com.example.last", options: .init(excludeMe: false))
      for try await _ in last { break }
      try await body(events)
      await session.close()
    }
  }

  private func numbers(_ events: Events<UntypedEvent>, _ count: Int) async throws -> [Int64] {
    var numbers: [Int64] = []
    for try await event in events.prefix(count) {
      numbers.append(contentsOf: try event.payload.arguments().list.compactMap(\.intValue))
    }
    return numbers
  }

  @Test func `a stream that nobody reads keeps the newest events and counts the others`() async throws {
    try await unread(EventBuffering(maxEvents: 10)) { events in
      #expect(events.dropped == 90)
      let kept = try await numbers(events, 10)
      #expect(kept == Array(90..<100))
    }
  }

  @Test func `a stream can keep the oldest events instead`() async throws {
    try await unread(EventBuffering(maxEvents: 10, overflow: .dropNewest)) { events in
      #expect(events.dropped == 90)
      let kept = try await numbers(events, 10)
      #expect(kept == Array(0..<10))
    }
  }

  @Test func `a stream can fail instead, after what waited`() async throws {
    try await unread(EventBuffering(maxEvents: 10, overflow: .fail)) { events in
      let kept = try await numbers(events, 10)
      #expect(kept == Array(0..<10))
      let error = await #expect(throws: WAMPError.self) { for try await _ in events {} }
      #expect(error?.code == .unavailable)
    }
  }

  @Test func `bytes are a bound, too, and one event is kept however large`() async throws {
    // Each event's payload takes 2 to 3 bytes.
    try await unread(EventBuffering(maxBytes: 30)) { events in
      let kept = try await numbers(events, 10)
      #expect(kept == Array(90..<100))
      #expect(events.dropped >= 80)
    }
    try await unread(EventBuffering(maxBytes: 0)) { events in
      let kept = try await numbers(events, 1)
      #expect(kept == [99])
    }
  }

  @Test(arguments: SerializerKind.allCases)
  func `one wrong publish to a typed topic is skipped and counted`(serializer: SerializerKind) async throws {
    try await withRouter { router in
      let listener = try await join(router, serializer)
      let events = try await listener.subscribe(to: .usersChanged)
      let session = try await join(router, serializer)
      try await session.publish(["no record"], to: Topic.usersChanged.uri)
      try await session.publish(
        .binaryArgument(SharedBytes([1, 2, 3, 4, 5, 6, 7, 8])), to: Topic.usersChanged.uri)
      try await session.publish(.init(id: 1, name: "Cem"), to: .usersChanged)
      for try await event in events {
        #expect(event.record.name.description == "Cem")
        #expect(event.details.topic == Topic.usersChanged.uri)
        break
      }
      #expect(events.rejected == 2)
      #expect(events.dropped == 0)
      await session.close()
      await listener.close()
    }
  }

  @Test func `a stream that is let go of or cancelled ends its subscription`() async throws {
    let log = MessageLog()
    try await FakeRouter.run({ message, router in
      log.add(message)
      switch message {
      case .subscribe(let subscribe):
        router.send(.subscribed(.init(request: subscribe.request, subscription: SubscriptionID(3))))
      case .unsubscribe(let unsubscribe): router.send(.unsubscribed(.init(request: unsubscribe.request)))
      default: break
      }
    }) { url in
      let session = try await WAMPSession.connect(to: url, realm: "realm1")
      _ = try await session.subscribe(to: "com.example.topic")
      #expect(await log.next(.unsubscribe) != nil)
      let events = try await session.subscribe(to: "com.example.topic")
      try await events.cancel()
      #expect(await log.next(.unsubscribe) != nil)
      for try await _ in events { Issue.record("an event after the end") }
      await session.close()
    }
  }

  @Test func `reading a stream ends when its task is cancelled`() async throws {
    try await withRouter { router in
      let session = try await join(router, .cbor)
      let events = try await session.subscribe(to: "com.example.topic")
      let task = Task { for try await _ in events {} }
      try await Task.sleep(for: .milliseconds(50))
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      await session.close()
    }
  }
}
