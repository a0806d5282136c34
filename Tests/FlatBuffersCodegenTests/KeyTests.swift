import FlatBuffersRuntime
import Testing

/// Vectors sorted by structs, which come in the order of their fields as in C++.
struct KeyTests {
  private static func half(_ first: UInt8, _ second: UInt8, _ low: UInt16) -> Half {
    Half(parts: FixedArray([first, second])!, low: low)
  }

  private static let halves = [half(1, 0, 0), half(0, 2, 5), half(0, 2, 4), half(0, 1, 9)]
  private static let sorted = [half(0, 1, 9), half(0, 2, 4), half(0, 2, 5), half(1, 0, 0)]

  private static func shelf() throws -> RecordBuffer<KeyShelf> {
    let stamped = halves.enumerated().map { Stamped(half: $1, note: UInt8($0)) }
    return try RecordBuffer<KeyShelf>(
      KeyShelf.Draft(
        stamped: stamped.sortedByKey(),
        paired: halves.map { Paired(halves: FixedArray([half(0, 0, 7), $0])!) }.sortedByKey(),
        ranked: [
          RankedStamp(stamp: Stamped(half: halves[0], note: 2), note: 1),
          RankedStamp(stamp: Stamped(half: halves[0], note: 1), note: 2),
        ].sortedByKey(),
        entries: (halves.map { HalfEntry.Draft(half: $0) } + [HalfEntry.Draft(note: 1)]).sortedByKey()))
  }

  @Test("structs and arrays of structs are sorted field by field")
  func order() throws {
    let shelf = try Self.shelf()
    let record = shelf.record
    #expect(record.stamped?.array.map { $0.half } == Self.sorted)
    #expect(record.paired?.array.map { $0.halves[1] } == Self.sorted)
    #expect(record.ranked?.array.map { $0.note } == [2, 1])
  }

  @Test("and found by their keys")
  func search() throws {
    let shelf = try Self.shelf()
    let record = shelf.record
    #expect(record.stamped?.first(withKey: Self.half(0, 2, 4))?.note == 2)
    #expect(record.stamped?.first(withKey: Self.half(0, 2, 6)) == nil)
    #expect(record.paired?.first(withKey: FixedArray([Self.half(0, 0, 7), Self.half(1, 0, 0)])!) != nil)
    #expect(record.ranked?.first(withKey: Stamped(half: Self.halves[0], note: 2))?.note == 1)
    let low = record.entries?.first(withKey: Self.half(0, 2, 5))?.half?.low
    #expect(low == 5)
  }

  @Test("a table without its struct is where zero would be")
  func absent() throws {
    let shelf = try Self.shelf()
    let first = shelf.record.entries?[0].note
    #expect(first == 1)
    let found = shelf.record.entries?.first(withKey: Half())?.note
    #expect(found == 1)
  }
}
