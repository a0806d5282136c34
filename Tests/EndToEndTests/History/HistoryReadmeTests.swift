import Flatwire
import Foundation
import Programs
import Testing

/// README's samples of event history: this file holds them word for word.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct HistoryReadmeTests {
  @Test func `the samples do what they say`() async throws {
    try await withHistory { path in
      try await withRouter { router in
        let history = try HistoryStore(at: path)
        try await router.keepHistory(of: "com.example.orders.", .prefix, in: history)
        try await router.keepHistory(of: .usersChanged, in: history)
        let session = try await join(router, .flatbuffers)
        try await session.publish(["tea"], to: "com.example.orders.new")
        for id in 1...3 as ClosedRange<UInt64> {
          try await session.publish(.init(id: id, name: "Ann"), to: .usersChanged)
        }
        let reading = Task {
          var count = 0
          for try await event in try await session.subscribe(to: .usersChanged, replaying: .last(100)) {
            print(event.record.name.description)
            count += 1
            if count == 3 { break }
          }
          return count
        }
        #expect(try await reading.value == 3)
        let orders = try await session.history("com.example.orders.")
        #expect(try await session.events(orders).events.count == 1)
        await session.close()
        history.close()
      }
    }
  }
}
