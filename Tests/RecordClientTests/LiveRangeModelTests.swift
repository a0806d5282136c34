import RecordStore
import SeededRandom
import Testing
import WAMP

@testable import RecordClient

/// Live queries of tables that change, over ways on which events get lost, against every state the table ever had.
@Suite struct LiveRangeModelTests {
  private static let ranges = [
    StoredKeyRange(), StoredKeyRange(lower: .including([5]), upper: .excluding([15])),
    StoredKeyRange(lower: .excluding([10])), StoredKeyRange(upper: .including([9])),
  ]

  /// What may go wrong.
  struct Trouble: Sendable, CustomTestStringConvertible {
    var loses = false
    var reconnects = false
    var publishesAnew = false
    var isUnknown = false
    var bound = 1000
    let testDescription: String
  }

  private static let troubles = [
    Trouble(testDescription: "none"),
    Trouble(bound: 10, testDescription: "a small buffer"),
    Trouble(loses: true, testDescription: "a router that drops events"),
    Trouble(
      reconnects: true, isUnknown: true,
      testDescription: "connections that are lost, commits that can't be told"),
    Trouble(
      loses: true, reconnects: true, publishesAnew: true, isUnknown: true, bound: 12,
      testDescription: "all at once"),
  ]

  @Test(
    "what is told is at any time the state of one commit, and at the end the last one", arguments: troubles)
  func model(trouble: Trouble) throws {
    var (followed, givenUp) = (0, 0)
    for seed in 1...300 as ClosedRange<UInt64> {
      do {
        followed += try Self.run(seed, trouble)
      } catch let error as WAMPError where error.code == .unavailable && trouble.bound < 1000 {
        // What changes faster than it is read may be given up, but hardly ever is.
        givenUp += 1
      }
    }
    #expect(followed > 300, "hardly anything was followed")
    #expect(givenUp < 15)
  }

  /// - Returns: how many commits were told as changes.
  private static func run(_ seed: UInt64, _ trouble: Trouble) throws -> Int {
    var random = SplitMix64(seed: seed)
    var table = PublishedTable(bound: trouble.bound)
    table.commit((0..<20).map { UInt8($0 + 1) })
    table.see()
    var client = LiveRangeClient(ranges[Int(seed % 4)], pageSize: Int.random(in: 1...8, using: &random))
    for _ in 0..<400 {
      switch Int.random(in: 0..<20, using: &random) {
      case 0..<9:
        _ = try client.step(&table, age: Int.random(in: 0..<8, using: &random) / 7) { table in
          for _ in 0..<Int.random(in: 0..<4, using: &random) { act(&table, trouble, &random) }
        }
      case 9: client.ring(&table)
      default: act(&table, trouble, &random)
      }
    }
    while !table.isQuiet {
      table.see()
      table.deliver()
    }
    try client.finish(&table)
    #expect(client.isCurrent(table), "seed \(seed)")
    return client.updates.count { $0 == "changes" }
  }

  private static func act(
    _ table: inout PublishedTable, _ trouble: Trouble, _ random: inout SplitMix64
  ) {
    switch Int.random(in: 0..<100, using: &random) {
    case 0..<10: table.commit([])
    case 10..<25:
      let keys = (0..<Int.random(in: 1...5, using: &random)).map { _ in
        UInt8.random(in: 1...20, using: &random)
      }
      var dice = random
      table.commit(keys) { _ in Bool.random(using: &dice) }
      random = dice
    case 25..<55:
      table.see(
        isKnown: !trouble.isUnknown || Int.random(in: 0..<10, using: &random) > 0,
        tellsEnd: Int.random(in: 0..<4, using: &random) > 0)
    case 55..<95: table.deliver()
    case 95, 96: if trouble.loses { table.lose() }
    case 97: if trouble.reconnects { table.reconnect() }
    case 98: if trouble.publishesAnew { table.publishAnew() }
    default: break
    }
  }
}
