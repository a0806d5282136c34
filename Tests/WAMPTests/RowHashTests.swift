import Testing

@testable import WAMP

struct RowHashTests {
  private func hash(_ bytes: [UInt8]) -> RowHash { unsafe RowHash(bytes.span.bytes) }

  @Test("the hash is FNV-1a of the bytes with zeros up to a multiple of 8")
  func values() {
    #expect(hash([]).description == "cbf29ce484222325")
    // Of the published vectors: "foobar" has 6 bytes, so its own hash is that before two zeros.
    var value: UInt64 = 0x8594_4171_F739_67E8
    for _ in 0..<2 { value = value &* 0x100_0000_01B3 }
    #expect(hash(Array("foobar".utf8)).value == value)
    #expect(hash(Array("foobar\0\0".utf8)) == hash(Array("foobar".utf8)))
    #expect(hash([1]) != hash([2]))
  }

  @Test("its text has 16 digits, and nothing else is a hash")
  func text() {
    #expect(RowHash(value: 10).description == "000000000000000a")
    #expect(RowHash("000000000000000a") == RowHash(value: 10))
    for text in ["", "a", "000000000000000A", "+00000000000000a", "00000000000000000a", "g000000000000000"] {
      #expect(RowHash(text) == nil)
    }
  }
}
