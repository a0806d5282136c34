import FlatBuffersRuntime
import RecordStore
import SeededRandom
import Testing

@Suite struct RangeTests {
  private func ids(
    _ store: Store, _ range: some KeyRangeExpression<UInt64>, _ order: KeyOrder = .ascending
  ) throws -> [UInt64] {
    try store.read { txn in
      var rows = try txn.rows(.people, range, order: order)
      var ids: [UInt64] = []
      while let person = try rows.next() { ids.append(person.id) }
      return ids
    }
  }

  @Test func allBounds() throws {
    let test = try TestStore()
    try test.fill([10, 20, 30, 40, 255, 256, UInt64.max])
    let store = test.store
    #expect(try ids(store, 20...30) == [20, 30])
    #expect(try ids(store, 20..<30) == [20])
    #expect(try ids(store, 15...35) == [20, 30])
    #expect(try ids(store, 40...) == [40, 255, 256, .max])
    #expect(try ids(store, ...20) == [10, 20])
    #expect(try ids(store, ..<20) == [10])
    #expect(try ids(store, KeyRange.after(40)) == [255, 256, .max])
    #expect(try ids(store, KeyRange.after(255)) == [256, .max])
    #expect(try ids(store, KeyRange.after(.max)) == [])
    #expect(try ids(store, KeyRange.only(30)) == [30])
    #expect(try ids(store, KeyRange.only(31)) == [])
    #expect(try ids(store, KeyRange.all) == [10, 20, 30, 40, 255, 256, .max])
    #expect(try ids(store, ...UInt64.max).count == 7)
    #expect(try ids(store, UInt64(30)..<30) == [])
    #expect(try ids(store, KeyRange(lower: .including(40), upper: .excluding(10))) == [])
  }

  @Test func allBoundsDescending() throws {
    let test = try TestStore()
    try test.fill([10, 20, 30, 40, 255, 256, UInt64.max])
    let store = test.store
    #expect(try ids(store, 20...30, .descending) == [30, 20])
    #expect(try ids(store, 20..<30, .descending) == [20])
    #expect(try ids(store, 40..., .descending) == [.max, 256, 255, 40])
    #expect(try ids(store, ...20, .descending) == [20, 10])
    #expect(try ids(store, ..<20, .descending) == [10])
    #expect(try ids(store, KeyRange.after(40), .descending) == [.max, 256, 255])
    #expect(try ids(store, KeyRange.after(.max), .descending) == [])
    #expect(try ids(store, ...UInt64.max, .descending).count == 7)
    #expect(try ids(store, ..<UInt64(5), .descending) == [])
    #expect(try ids(store, KeyRange(lower: .including(40), upper: .excluding(10)), .descending) == [])
  }

  @Test func anEmptyTable() throws {
    let test = try TestStore()
    #expect(try ids(test.store, KeyRange.all) == [])
    #expect(try ids(test.store, 1...9, .descending) == [])
  }

  @Test func theEndStaysTheEnd() throws {
    let test = try TestStore()
    try test.fill(1...3)
    try test.store.read { txn in
      var rows = try txn.rows(.people)
      while let person = try rows.next() { #expect(person.id <= 3) }
      let after = try rows.next()?.id
      #expect(after == nil)
    }
  }

  @Test func recordsStayValidWhileTheWalkGoesOn() throws {
    let test = try TestStore()
    try test.fill(1...200)
    try test.store.read { txn in
      var rows = try txn.rows(.people)
      let first = try rows.next()
      while let person = try rows.next() { #expect(person.id > 1) }
      let name = first?.name.description
      #expect(name == "name 1")
    }
  }

  @Test func randomRangesAgreeWithASortedArray() throws {
    let test = try TestStore()
    var random = SplitMix64(seed: 11)
    let keys = Set((0..<400).map { _ in UInt64.random(in: 0...1000, using: &random) })
    try test.fill(keys)
    let sorted = keys.sorted()
    for _ in 0..<500 {
      let one = UInt64.random(in: 0...1000, using: &random)
      let two = UInt64.random(in: 0...1000, using: &random)
      let lower = min(one, two)
      let upper = max(one, two)
      #expect(try ids(test.store, lower...upper) == sorted.filter { $0 >= lower && $0 <= upper })
      #expect(try ids(test.store, lower..<upper) == sorted.filter { $0 >= lower && $0 < upper })
      let between = KeyRange(lower: .excluding(lower), upper: .excluding(upper))
      #expect(
        try ids(test.store, between, .descending)
          == sorted.filter { $0 > lower && $0 < upper }.reversed())
    }
  }
}
