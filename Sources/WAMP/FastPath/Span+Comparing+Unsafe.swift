extension Span<UInt8> {
  /// Whether these bytes lie at an offset, compared word by word: a call's options and procedure are compared for
  /// each call.
  ///
  /// Unsafe because words are loaded from bytes; sound because each load is checked against the bounds and every pattern
  /// of bits is a number.
  @inline(__always)
  func has(_ expected: Span<UInt8>, at offset: Int) -> Bool {
    let count = expected.count
    guard offset >= 0, count <= self.count &- offset else { return false }
    let left = unsafe extracting(offset..<offset &+ count).bytes
    let right = unsafe expected.bytes
    var index = 0
    if count >= 8 {
      // The last word may begin within the one before.
      let last = count &- 8
      while index < last {
        guard left.word(UInt64.self, at: index) == right.word(UInt64.self, at: index) else { return false }
        index &+= 8
      }
      return left.word(UInt64.self, at: last) == right.word(UInt64.self, at: last)
    }
    if count >= 4 {
      let last = count &- 4
      return left.word(UInt32.self, at: 0) == right.word(UInt32.self, at: 0)
        && left.word(UInt32.self, at: last) == right.word(UInt32.self, at: last)
    }
    while index < count {
      guard self[offset &+ index] == expected[index] else { return false }
      index &+= 1
    }
    return true
  }
}

extension RawSpan {
  @inline(__always)
  fileprivate func word<Word: FixedWidthInteger & BitwiseCopyable>(_ type: Word.Type, at offset: Int) -> Word {
    unsafe unsafeLoadUnaligned(fromByteOffset: offset, as: Word.self)
  }
}
