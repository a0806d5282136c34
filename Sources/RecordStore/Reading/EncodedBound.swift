/// Where an ``EncodedRange`` begins or ends: the bytes of a key, or the beginning of some.
@frozen @usableFromInline
struct EncodedBound {
  /// The first 8 bytes as a number that sorts like them; what is missing counts as zeros. It decides nearly every
  /// comparison, which happens at every step of a walk.
  @usableFromInline let number: UInt64
  /// How many bytes there are.
  private let count: Int
  // The number in the order of memory: all bytes of a bound that has no more than 8.
  private let word: InlineArray<1, UInt64>
  /// All bytes of a longer one.
  private let long: [UInt8]

  @usableFromInline
  init(_ bytes: RawSpan) {
    number = EncodedBound.number(bytes)
    count = bytes.byteCount
    word = [number.bigEndian]
    long = count > 8 ? [UInt8](bytes) : []
  }

  var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Bytes and integers have no padding that could be read uninitialised.
      unsafe count > 8 ? long.span.bytes : word.span.bytes.extracting(first: count)
    }
  }

  /// The smallest bytes that are greater than all that start with these; `nil` if there are none.
  @usableFromInline
  var successor: EncodedBound? {
    guard count <= 8 else { return longSuccessor }
    var kept = count
    var rest = count == 0 ? 0 : number &>> UInt64(64 &- 8 &* count)
    while kept > 0, rest & 0xFF == 0xFF {
      rest &>>= 8
      kept &-= 1
    }
    guard kept > 0 else { return nil }
    let word: InlineArray<1, UInt64> = [((rest &+ 1) &<< UInt64(64 &- 8 &* kept)).bigEndian]
    return unsafe EncodedBound(word.span.bytes.extracting(first: kept))
  }

  private var longSuccessor: EncodedBound? {
    var bytes = long
    while let last = bytes.popLast() {
      guard last == 0xFF else {
        bytes.append(last + 1)
        return unsafe EncodedBound(bytes.span.bytes)
      }
    }
    return nil
  }

  /// Whether `key` sorts before these bytes.
  @inlinable @inline(__always)
  func isAfter(_ key: RawSpan) -> Bool {
    let number = EncodedBound.number(key)
    return number == self.number ? isAfterInFull(key) : number < self.number
  }

  @usableFromInline @inline(never)
  func isAfterInFull(_ key: RawSpan) -> Bool {
    key.precedes(bytes)
  }

  @inlinable @inline(__always)
  static func number(_ bytes: RawSpan) -> UInt64 {
    guard bytes.byteCount >= 8 else { return shortNumber(bytes) }
    return unsafe UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: 0, as: UInt64.self))
  }

  @usableFromInline @inline(never)
  static func shortNumber(_ bytes: RawSpan) -> UInt64 {
    var number: UInt64 = 0
    for offset in 0..<8 {
      number <<= 8
      if offset < bytes.byteCount {
        number |= unsafe UInt64(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
      }
    }
    return number
  }
}

extension [UInt8] {
  /// A copy of `span`.
  package init(_ span: RawSpan) {
    self = unsafe span.withUnsafeBytes { unsafe Array($0) }
  }
}
