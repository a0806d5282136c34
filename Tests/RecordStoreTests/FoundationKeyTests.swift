import FlatBuffersRuntime
import Foundation
import RecordStore
import Testing

/// What leads from Foundation's types to keys and back, though the store does not know Foundation.
@Suite struct FoundationKeyTests {
  @Test("a UUID is sixteen bytes, and they are the UUID") func identifiers() {
    let uuid = UUID()
    let owner = OwnerID(bytes: FixedArray(uuid.uuid))
    #expect(UUID(uuid: owner.bytes.tuple) == uuid)
    let text = uuid.uuidString.filter { $0 != "-" }.lowercased()
    #expect(owner.bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() == text)
  }

  @Test("a UUID as text is a string: found by it, in the order of the texts") func texts() throws {
    let test = try TestStore()
    let texts = (0..<50).map { _ in UUID().uuidString }
    try test.store.write { txn in
      for text in texts { try txn.put(.init(title: text), in: .notes) }
    }
    let found = try test.store.read { txn in
      for text in texts { #expect(try txn.contains(.notes, text)) }
      var titles: [String] = []
      var rows = try txn.rows(.notes)
      while let note = try rows.next() { titles.append(note.title.description) }
      return titles
    }
    #expect(found == texts.sorted())
    #expect(texts.allSatisfy { $0.encoded.byteCount == 40 })
  }

  @Test(
    "dates are nanoseconds, of any value",
    arguments: [
      (0, 0), (1.5, 1_500_000_000), (-1.25, -1_250_000_000), (1e300, Int64.max), (-.infinity, Int64.min),
      (.nan, 0),
      (1_700_000_000.25, 1_700_000_000_250_000_000), (.infinity, Int64.max), (-1e-9, -1),
    ])
  func times(seconds: Double, nanoseconds: Int64) {
    #expect(Int64(nanosecondsSince1970: seconds) == nanoseconds)
    #expect(UInt64(nanosecondsSince1970: seconds) == UInt64(max(nanoseconds, 0)) || seconds > 1e12)
  }

  @Test("a date is found again") func dates() {
    let date = Date(timeIntervalSince1970: 1_712_345_678.125)
    let time = Int64(nanosecondsSince1970: date.timeIntervalSince1970)
    #expect(Date(timeIntervalSince1970: time.secondsSince1970) == date)
    #expect(UInt64.max.secondsSince1970 > 0 && Int64.min.secondsSince1970 < 0)
  }
}
