import FlatBuffersReflection
import FlatBuffersRuntime
import SeededRandom
import Testing

@testable import RecordStore

/// The keys of a schema with keys and indexes of all kinds: by generated code, and by the description in a file.
@Suite struct GeneratedKeyTests {
  private func parcels() throws -> GivenTable {
    try #require(try GivenTable.all(in: [ParcelsSchema.schema]).first { $0.name == "parcels" })
  }

  /// All keys that a source gives, in the order of the elements.
  private func keys(_ source: IndexKeySource, of record: TableView) -> [[UInt8]] {
    (0..<source.count(record)).map { element in
      var encoder = KeyEncoder()
      source.encode(record, element, &encoder)
      return [UInt8](encoder.bytes)
    }
  }

  @Test("code and description give the same bytes for random records, for each element")
  func sameBytes() throws {
    let table = try parcels()
    let described = try #require(table.entry.key.description)
    var random = SplitMix64(seed: 31)
    for _ in 0..<500 {
      let record = try RecordBuffer<Parcel>(.random(using: &random))
      let view = record.record.table
      var (code, description) = (KeyEncoder(), KeyEncoder())
      table.definition.encodeKey(view, &code)
      described.encode(view, into: &description)
      #expect([UInt8](code.bytes) == [UInt8](description.bytes))
      for (index, definition) in zip(table.entry.indexes ?? [], table.definition.indexes) {
        let source = try #require(table.entry.fitting(index.key)?.source, "\(index.name)")
        #expect(keys(source, of: view) == keys(definition.source, of: view), "\(index.name)")
      }
    }
  }

  @Test("what a key's bytes say is the text that names it") func texts() throws {
    let table = try parcels()
    var random = SplitMix64(seed: 32)
    for _ in 0..<300 {
      let record = try RecordBuffer<Parcel>(.random(using: &random))
      var primary = KeyEncoder()
      table.definition.encodeKey(record.record.table, &primary)
      let all =
        [(table.entry.key, [[UInt8](primary.bytes)])]
        + zip(table.entry.indexes ?? [], table.definition.indexes).map {
          ($0.key, keys($1.source, of: record.record.table).filter { !$0.isEmpty })
        }
      for (key, encodedKeys) in all {
        let description = try #require(key.description)
        for bytes in encodedKeys {
          let text = unsafe description.text(of: bytes.span.bytes)
          var encoder = KeyEncoder()
          #expect(description.encode(text: text, into: &encoder), "\(text)")
          #expect([UInt8](encoder.bytes) == bytes, "\(text)")
        }
      }
    }
  }

  @Test(
    "keys as texts, and what is none",
    arguments: [
      ("parcels", "7, \"x\"", "7, \"x\""), ("parcels", "7,x", "7, \"x\""),
      ("parcels", " 7 , \"a, b\" ", "7, \"a, b\""), ("parcels", "7", nil), ("parcels", "7, \"x\", 1", nil),
      ("parcels", "x, \"x\"", nil), ("parcels", "7, \"x", nil), ("parcels", "7, \"\\x\"", nil),
      ("parcels", "7, \"\\u{65e5}\\n\"", "7, \"日\\n\""), ("parcelsByWeight", "-1.5", "-1.5"),
      ("parcelsByWeight", "inf", "inf"), ("parcelsByWeight", "0.1", "0.1"), ("parcelsByWeight", "heavy", nil),
      ("parcelsByWeight", "nan", "nan(0x7fc00000)"), ("parcelsByPayload", "0x00ff", "0x00ff"),
      ("parcelsByRatio", "nan(0xfff8000000000001)", "nan(0xfff8000000000001)"),
      ("parcelsByPayload", "0x", "0x"), ("parcelsByPayload", "0x0", nil), ("parcelsByPayload", "00ff", nil),
      ("parcelsByPayload", "0x0g", nil), ("parcelsByOwnerAlone", "0x12", nil),
      ("parcelsByOwnerAlone", "123e4567-e89b-12d3-a456-426614174000", "0x123e4567e89b12d3a456426614174000"),
      ("parcelsBySealed", "true", "true"), ("parcelsBySealed", "1", nil), ("parcelsBySent", "-4", "-4"),
      ("parcelsByTag", "a tag", "\"a tag\""), ("parcelsByTag", "\"a\"", "\"a\""),
      ("parcelsByBox", "1.0, 2.0, 3.0, 4.0, -1, 5, 6, \"n\"", "1.0, 2.0, 3.0, 4.0, -1, 5, 6, \"n\""),
    ] as [(String, String, String?)])
  func text(name: String, text: String, expected: String?) throws {
    let table = try parcels()
    let key = table.entry.indexes?.first { $0.name == name }?.key ?? table.entry.key
    let description = try #require(key.description)
    var encoder = KeyEncoder()
    let isKey = description.encode(text: text, into: &encoder)
    #expect(isKey == (expected != nil))
    if let expected { #expect(description.text(of: encoder.bytes) == expected) }
  }
}
