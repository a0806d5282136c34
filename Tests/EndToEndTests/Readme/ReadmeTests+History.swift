import Flatwire
import Testing

/// README's samples of event history.
extension ReadmeTests {
  @Test func `the samples of event history do what they say`() async throws {
    try await withHistory { path in
      try await withRouter { router in
        let history = try await keep(at: path, on: router)
        try await router.keepHistory(of: .usersChanged, in: history)
        let session = try await join(router, .flatbuffers)
        try await session.publish(["tea"], to: "com.example.orders.new", options: .init(acknowledge: true))
        let orders = try await session.history("com.example.orders.")
        #expect(try await session.events(orders).events.count == 1)

        for id in 1...2 as ClosedRange<UInt64> {
          try await session.publish(.init(id: id, name: "Ann"), to: .usersChanged)
        }
        let (lines, told) = AsyncStream.makeStream(of: String.self)
        let reading = Task { try await read(session, told) }
        var line = lines.makeAsyncIterator()
        for _ in 1...2 { #expect(await line.next() == "Ann") }
        try await router.publish(RecordBuffer<User>(.init(id: 3, name: "Bob")), to: .usersChanged)
        #expect(await line.next() == "Bob")
        await session.close()
        try await reading.value
        history.close()
      }
    }
  }

  private func keep(at path: String, on router: Router) async throws -> HistoryStore {
    let history = try HistoryStore(at: path)
    try await router.keepHistory(of: "com.example.orders.", .prefix, in: history)
    return history
  }

  /// - Parameter told: gets what is printed.
  private func read(_ session: WAMPSession, _ told: AsyncStream<String>.Continuation) async throws {
    func print(_ item: Any) { told.yield("\(item)") }

    for try await event in try await session.subscribe(to: .usersChanged, replaying: .last(100)) {
      print(event.record.name.description)
    }
    told.finish()
  }
}
