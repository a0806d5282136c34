import Testing

@testable import RecordStore

@Suite struct SlotValueTests {
  @Test(
    "values of CBOR are read, as in the examples of its standard",
    arguments: [
      ([0x00], .integer(0)), ([0x17], .integer(23)), ([0x18, 0x18], .integer(24)),
      ([0x1B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .integer(Int128(UInt64.max))),
      ([0x3B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .integer(-1 - Int128(UInt64.max))),
      ([0x20], .integer(-1)), ([0x39, 0x03, 0xE7], .integer(-1000)),
      ([0xF9, 0x3C, 0x00], .real(1)), ([0xF9, 0x00, 0x01], .real(5.960464477539063e-8)),
      ([0xF9, 0xC4, 0x00], .real(-4)), ([0xF9, 0x7B, 0xFF], .real(65504)),
      ([0xF9, 0xFC, 0x00], .real(-.infinity)),
      ([0xFA, 0x47, 0xC3, 0x50, 0x00], .real(100000)),
      ([0xFB, 0x3F, 0xF1, 0x99, 0x99, 0x99, 0x99, 0x99, 0x9A], .real(1.1)),
      ([0xF4], .bool(false)), ([0xF5], .bool(true)), ([0xF6], .null), ([0xF7], .null),
      ([0x44, 1, 2, 3, 4], .bytes([1, 2, 3, 4])), ([0x62, 0xC3, 0xBC], .string("ü")),
      ([0x5F, 0x42, 1, 2, 0x43, 3, 4, 5, 0xFF], .bytes([1, 2, 3, 4, 5])),
      ([0x7F, 0x61, 0x61, 0x61, 0x62, 0xFF], .string("ab")), ([0x60], .string("")),
      ([0x82, 0x01, 0x81, 0x02], .array([.integer(1), .array([.integer(2)])])),
      ([0x9F, 0x01, 0xFF], .array([.integer(1)])), ([0x80], .array([])),
      ([0xA1, 0x61, 0x61, 0x01], .map([.init(key: .string("a"), value: .integer(1))])),
      ([0xBF, 0x01, 0xF5, 0xFF], .map([.init(key: .integer(1), value: .bool(true))])),
      ([0xC1, 0x1A, 0x51, 0x4B, 0x67, 0xB0], .tagged(1, .integer(1_363_896_240))),
    ] as [([UInt8], SlotValue)])
  func cbor(bytes: [UInt8], value: SlotValue) throws {
    let read = try CBORDecoder.value(of: bytes)
    #expect(read == value)
    #expect(try CBORDecoder.value(of: read.cbor) == read)
  }

  @Test(
    "what is no value of CBOR is an error, whatever it claims",
    arguments: [
      [], [0x18], [0x1C], [0x01, 0x01], [0x5B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
      [0x9B, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x61, 0xFF], [0x1F], [0x3F], [0xDF, 0x00],
      [0x5F, 0x61, 0x61, 0xFF], [0xFF], [0xF8, 0x20], [0xE0], [0x9F, 0x01], [0xA1, 0x01],
      Array(repeating: 0x81, count: 100_000), Array(repeating: 0xC1, count: 100_000),
      Array(repeating: 0x5F, count: 100_000),
    ] as [[UInt8]])
  func noCBOR(bytes: [UInt8]) {
    #expect(throws: CBORDecoder.Failure.self) { try CBORDecoder.value(of: bytes) }
  }

  @Test("values of JSON are read as the standard has them")
  func json() throws {
    let text = #"{"a": [1, -2.5e3, true, null, "\u00e4\n\ud83d\ude00"], "b": {}, "c": 18446744073709551616}"#
    let value = try SlotValue(json: Array(text.utf8))
    #expect(value["a"] == .array([.integer(1), .real(-2500), .bool(true), .null, .string("ä\n😀")]))
    #expect(value["b"] == .map([]) && value["c"] == .integer(1 << 64) && value["d"] == nil)
  }

  @Test(
    "what is no JSON is an error",
    arguments: ["", "{", "{a: 1}", "[1,]", "sin(1)", "[1] 2", "nothing", "\"\u{01}"])
  func noJSON(text: String) {
    #expect(throws: (any Error).self) { try SlotValue(json: Array(text.utf8)) }
  }
}
