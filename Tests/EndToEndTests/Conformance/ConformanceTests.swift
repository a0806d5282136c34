import Programs
import Testing

/// What a router and a client of ours do is the same over every transport, in every format, with and without batches,
/// and without a socket.
@Suite(.conformanceRouter, .oneAtATime, .serialized, .timeLimit(.minutes(30))) struct ConformanceTests {
  private static let ways = Way.all(over: Way.Transport.allCases)

  @Test("by every way to a router", arguments: Behaviour.all.enumerated().map { $0 })
  func behaviour(number: Int, behaviour: Behaviour) async throws {
    let places = try #require(ConformanceRouter.places)
    try await behaviour.check(by: Self.ways, at: places, number: number)
  }

  @Test func `no two behaviours are called the same, and no way is missing`() {
    // README says how many.
    #expect(Set(Behaviour.all.map(\.name)).count == 66 && Behaviour.all.count == 66)
    #expect(Set(Self.ways).count == 37)
  }
}
