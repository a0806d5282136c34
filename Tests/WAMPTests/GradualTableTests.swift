import Testing

@testable import WAMP

/// Tables that grow without a long turn.
@Suite struct GradualTableTests {
  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `a gradual table holds what a dictionary holds`(seed: UInt64) {
    var random = Seeded(state: seed)
    var table = GradualTable<Int, Int>()
    var dictionary: [Int: Int] = [:]
    for step in 0..<50_000 {
      let key = Int.random(in: 0..<20_000, using: &random)
      // First more is added, then more removed.
      if Int.random(in: 0..<50_000, using: &random) > step {
        table[key] = step
        dictionary[key] = step
      } else {
        #expect(table.removeValue(forKey: key) == dictionary.removeValue(forKey: key))
      }
    }
    #expect(table.count == dictionary.count)
    #expect(Dictionary(uniqueKeysWithValues: zip(table.keys, table.values)) == dictionary)
    for key in 0..<20_000 { #expect(table[key] == dictionary[key]) }
  }

  @Test func `values are set to nil, changed in place and removed`() {
    var table = GradualTable<Int, [Int]>()
    for key in 0..<5000 { table[key] = [key] }
    for key in 0..<5000 { table[key]?.append(1) }
    #expect(table[4999] == [4999, 1] && table.count == 5000)
    for key in 0..<5000 { table[key] = nil }
    #expect(table.isEmpty && table[1] == nil)
  }

  @Test func `no insertion moves more than some thousand entries`() {
    var table = GradualTable<Int, Int>()
    for key in 0..<300_000 {
      table[key] = key
      if key % 1000 == 0 { #expect(table.largestShard <= 3 * GradualTable<Int, Int>.shardSize) }
    }
  }

  @Test func `an ordered table takes a value back to its beginning`() {
    var table = OrderedTable<Int, Int>()
    for key in 1...4 { table.insert(key, for: key) }
    table.insertFirst(3, for: 3)
    table.insertFirst(3, for: 3)
    table.insertFirst(0, for: 0)
    var order: [Int] = []
    while let (key, _) = table.popFirst() { order.append(key) }
    #expect(order == [0, 3, 1, 2, 4])
    table.insertFirst(1, for: 1)
    table.insert(2, for: 2)
    #expect(table.popFirst()?.key == 1 && table.popFirst()?.key == 2 && table.isEmpty)
  }
}
