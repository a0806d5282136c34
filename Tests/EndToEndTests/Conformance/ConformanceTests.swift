import Flatwire
import Programs
import Testing

/// What a router and a client of ours do is the same over every transport, in every format, with and without batches,
/// and without a socket.
@Suite(.conformanceRouter, .oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ConformanceTests {
  private static let ways = Way.all(over: Way.Transport.allCases)

  @Test("by every way to a router", arguments: Behaviour.all.enumerated().map { $0 })
  func behaviour(number: Int, behaviour: Behaviour) async throws {
    let places = try #require(ConformanceRouter.places)
    try await withStore { store in
      await withTaskGroup { group in
        for (index, way) in Self.ways.enumerated() {
          group.addTask {
            do {
              try await Scene.play(
                way, at: places, store: store, prefix: "com.example.b\(number).w\(index)", behaviour.check)
            } catch {
              Issue.record(error, "\(way)")
            }
          }
        }
      }
    }
  }

  @Test func `no two behaviours are called the same`() {
    #expect(Set(Behaviour.all.map(\.name)).count == Behaviour.all.count)
    #expect(Self.ways.count == 37)
  }
}
