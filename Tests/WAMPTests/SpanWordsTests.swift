import Testing

@testable import WAMP

@Suite("Bytes a word at a time")
struct SpanWordsTests {
  @Test("bytes are found where they lie, and not where one of them differs", arguments: 0...40)
  func comparison(count: Int) {
    let expected = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ 1) }
    for offset in 0...9 {
      let bytes = [UInt8](repeating: 0xEE, count: offset) + expected + [0xEE]
      #expect(bytes.span.has(expected.span, at: offset))
      for place in expected.indices {
        for bit in 0..<8 {
          var other = bytes
          other[offset + place] ^= 1 << UInt8(bit)
          #expect(!other.span.has(expected.span, at: offset), "byte \(place), bit \(bit)")
        }
      }
    }
  }

  @Test("what would reach beyond the bytes is not found", arguments: 1...40)
  func bounds(count: Int) {
    let bytes = [UInt8](repeating: 1, count: count)
    #expect(bytes.span.has(bytes.span, at: 0))
    #expect(!bytes.span.has(bytes.span, at: 1))
    #expect(!bytes.span.has(bytes.span, at: -1))
    #expect(!bytes.span.has(bytes.span, at: .max))
    #expect(!bytes.span.extracting(first: count - 1).has(bytes.span, at: 0))
    #expect(bytes.span.has([UInt8]().span, at: count))
  }
}
