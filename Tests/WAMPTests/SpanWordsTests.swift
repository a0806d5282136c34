import Testing

@testable import WAMP

@Suite("Bytes a word at a time")
struct SpanWordsTests {
  @Test("bytes are found where they lie, and not where one of them differs", arguments: 0...40)
  func comparison(count: Int) {
    let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
    for offset in 0...9 {
      let bytes = [UInt8](repeating: 0xEE, count: offset) + expected + [0xEE]
      #expect(has(bytes, expected, at: offset))
      for place in expected.indices {
        for bit in 0..<8 {
          var other = bytes
          other[offset + place] ^= 1 << UInt8(bit)
          #expect(!has(other, expected, at: offset), "byte \(place), bit \(bit)")
        }
      }
    }
  }

  @Test("what would reach beyond the bytes is not found", arguments: 1...40)
  func bounds(count: Int) {
    let bytes = [UInt8](repeating: 1, count: count)
    #expect(has(bytes, bytes, at: 0))
    #expect(!has(bytes, bytes, at: 1))
    #expect(!has(bytes, bytes, at: -1))
    #expect(!has(bytes, bytes, at: .max))
    #expect(!has(Array(bytes.dropLast()), bytes, at: 0))
    #expect(has(bytes, [], at: count))
  }

  private func has(_ bytes: [UInt8], _ expected: [UInt8], at offset: Int) -> Bool {
    bytes.span.has(expected.span, at: offset)
  }
}
