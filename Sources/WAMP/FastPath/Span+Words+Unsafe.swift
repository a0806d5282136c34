// Bytes a word at a time, for what is looked at with each call.
//
// Unsafe because words are loaded from bytes; sound because each load is checked against the bounds, at any alignment, and
// every pattern of bits is a number.

extension Span<UInt8> {
  /// Whether these bytes lie at an offset.
  @inline(__always)
  func has(_ expected: Span<UInt8>, at offset: Int) -> Bool {
    let count = expected.count
    guard offset >= 0, count <= self.count &- offset else { return false }
    if count >= 8 {
      // The last word may begin within the one before.
      let last = count &- 8
      var index = 0
      while index < last {
        guard word(UInt64.self, at: offset &+ index) == expected.word(UInt64.self, at: index) else {
          return false
        }
        index &+= 8
      }
      return word(UInt64.self, at: offset &+ last) == expected.word(UInt64.self, at: last)
    }
    if count >= 4 {
      let last = count &- 4
      return word(UInt32.self, at: offset) == expected.word(UInt32.self, at: 0)
        && word(UInt32.self, at: offset &+ last) == expected.word(UInt32.self, at: last)
    }
    var index = 0
    while index < count {
      guard self[offset &+ index] == expected[index] else { return false }
      index &+= 1
    }
    return true
  }

  /// A number of 1, 2, 4 or 8 bytes at an offset within the bounds, the highest byte first.
  @inline(__always)
  func bigEndian(byteCount: Int, at offset: Int) -> UInt64 {
    switch byteCount {
    case 1: UInt64(self[offset])
    case 2: UInt64(UInt16(bigEndian: word(UInt16.self, at: offset)))
    case 4: UInt64(UInt32(bigEndian: word(UInt32.self, at: offset)))
    default: UInt64(bigEndian: word(UInt64.self, at: offset))
    }
  }

  /// A number as its bytes lie at an offset within the bounds.
  @inline(__always)
  func word<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type, at offset: Int) -> Word {
    unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Word.self)
  }
}
