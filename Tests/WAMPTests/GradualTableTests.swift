import SeededRandom
import Testing

@testable import WAMP

/// Tables that grow without a long turn.
@Suite struct GradualTableTests {
  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `a gradual table holds what a dictionary holds`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
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

  @Test func `a value is changed where it lies, and kept only where there is none`() {
    var table = GradualTable<Int, [Int]>()
    for key in 0..<3000 { #expect(table.insert([key], unlessPresent: key) == [key]) }
    #expect(table.insert([7], unlessPresent: 5) == [5] && table.count == 3000)
    let count = table.update(2999) { value in
      value.append(1)
      return value.count
    }
    #expect(count == 2 && table[2999] == [2999, 1])
    #expect(table.update(3000) { $0 = [] } == nil && table.count == 3000)
  }

  @Test(arguments: 1...5 as ClosedRange<UInt64>)
  func `an ordered table is walked in the order its values came`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var table = OrderedTable<Int, Int>()
    var list: [(key: Int, value: Int)] = []
    for step in 0..<20_000 {
      let key = Int.random(in: 0..<500, using: &random)
      let place = list.firstIndex { $0.key == key }
      if Bool.random(using: &random) {
        table.insert(step, for: key)
        if let place { list[place].value = step } else { list.append((key, step)) }
      } else {
        #expect(table.remove(key) == place.map { list.remove(at: $0).value })
      }
    }
    #expect(table.count == list.count)
    while let (key, value) = table.popFirst() {
      let next = list.removeFirst()
      #expect(key == next.key && value == next.value)
    }
    #expect(list.isEmpty)
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
