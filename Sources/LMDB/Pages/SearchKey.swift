/// A key that is looked for.
///
/// Keys compare as bytes, then by length. The first 8 bytes as a number decide nearly every comparison.
@usableFromInline @safe
struct SearchKey {
  let count: Int
  /// The first 8 bytes, with zeros for those that are missing: where two such numbers differ they sort like the keys.
  let prefix: UInt64
  /// All bytes, looked at only if there are more than 8. They live until the search is over.
  private let start: UnsafeRawPointer?

  /// - Parameter key: bytes that live until the search is over.
  @unsafe @inline(__always)
  init(_ key: UnsafeRawBufferPointer) { unsafe self.init(key, prefix: SearchKey.prefix(key)) }

  /// - Parameter prefix: that of the key.
  @unsafe @inline(__always)
  init(_ key: UnsafeRawBufferPointer, prefix: UInt64) {
    count = key.count
    unsafe start = key.baseAddress
    self.prefix = prefix
  }

  /// A key of no more than 8 bytes.
  @inline(__always)
  init(prefix: UInt64, count: Int) {
    self.count = count
    self.prefix = prefix
    unsafe start = nil
  }

  @unsafe @inline(__always)
  static func prefix(_ key: UnsafeRawBufferPointer) -> UInt64 {
    if key.count >= 8 { return unsafe UInt64(bigEndian: key.loadUnaligned(as: UInt64.self)) }
    return unsafe shortPrefix(key)
  }

  @unsafe @inline(never)
  private static func shortPrefix(_ key: UnsafeRawBufferPointer) -> UInt64 {
    var prefix: UInt64 = 0
    for offset in 0..<8 {
      prefix <<= 8
      if offset < key.count { prefix |= UInt64(unsafe key[offset]) }
    }
    return prefix
  }

  /// Whether `other` sorts before (negative), like or after (positive) this key.
  @unsafe @inline(never)
  func order(of other: UnsafeRawBufferPointer) -> Int {
    let prefix = unsafe SearchKey.prefix(other)
    guard prefix == self.prefix else { return prefix < self.prefix ? -1 : 1 }
    let common = Swift.min(other.count, count)
    if common > 8, let start = unsafe start {
      for offset in 8..<common {
        let (own, others) = unsafe (start.load(fromByteOffset: offset, as: UInt8.self), other[offset])
        guard own == others else { return others < own ? -1 : 1 }
      }
    }
    return other.count - count
  }
}
