/// A range of keys as bytes: from `start` on, before `end`.
///
/// Both table keys and index entries, which have the primary key behind the index key, are covered: no
/// encoded key is the beginning of another, so everything that starts with a key lies between it and
/// its successor.
@usableFromInline
struct EncodedRange {
  /// The first bytes in the range; empty for the very beginning.
  private(set) var start: [UInt8]
  /// The first bytes after the range; `nil` for the very end.
  private(set) var end: [UInt8]?
  // The first 8 bytes of the bounds as numbers: they decide nearly every comparison, which happens at
  // every step of a walk.
  private let startNumber: UInt64
  private let endNumber: UInt64?

  @usableFromInline
  init<Key>(_ range: KeyRange<Key>) {
    var isEmpty = false
    switch range.lower {
    case .none: start = []
    case .including(let key): start = EncodedRange.bytes(key)
    case .excluding(let key):
      start = EncodedRange.bytes(key)
      isEmpty = !EncodedRange.advance(&start)
    case .beginning(let prefix): start = prefix.bytes
    }
    switch range.upper {
    case .none: end = nil
    case .excluding(let key): end = EncodedRange.bytes(key)
    case .including(let key):
      var bytes = EncodedRange.bytes(key)
      end = EncodedRange.advance(&bytes) ? bytes : nil
    case .beginning(let prefix):
      var bytes = prefix.bytes
      end = EncodedRange.advance(&bytes) ? bytes : nil
    }
    // Nothing lies after the greatest key, and nothing before the empty one.
    if isEmpty { end = [] }
    startNumber = EncodedRange.number(start)
    endNumber = end.map { EncodedRange.number($0) }
  }

  /// Whether `key` lies before the range's end.
  func endsAfter(_ key: RawSpan) -> Bool {
    guard let endNumber else { return true }
    let number = EncodedRange.number(key)
    return number == endNumber ? end?.isAfter(key) ?? true : number < endNumber
  }

  /// Whether `key` lies before the range.
  func startsAfter(_ key: RawSpan) -> Bool {
    let number = EncodedRange.number(key)
    return number == startNumber ? start.isAfter(key) : number < startNumber
  }

  /// The first 8 bytes as a number that sorts like them; what is missing counts as zeros.
  private static func number(_ bytes: [UInt8]) -> UInt64 {
    unsafe number(bytes.span.bytes)
  }

  private static func number(_ bytes: RawSpan) -> UInt64 {
    guard bytes.byteCount < 8 else {
      return unsafe UInt64(bigEndian: bytes.unsafeLoadUnaligned(as: UInt64.self))
    }
    var number: UInt64 = 0
    for offset in 0..<8 {
      number <<= 8
      if offset < bytes.byteCount {
        number |= unsafe UInt64(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
      }
    }
    return number
  }

  private static func bytes<Key: StoreKey>(_ key: Key) -> [UInt8] {
    let encoded = key.encoded
    return [UInt8](encoded.bytes)
  }

  /// Makes the smallest bytes that are greater than all that start with `bytes`.
  ///
  /// - Returns: `false` if there are none.
  private static func advance(_ bytes: inout [UInt8]) -> Bool {
    while let last = bytes.popLast() {
      guard last == 0xFF else {
        bytes.append(last + 1)
        return true
      }
    }
    return false
  }
}

extension [UInt8] {
  /// A copy of `span`.
  init(_ span: RawSpan) {
    self = unsafe span.withUnsafeBytes { unsafe Array($0) }
  }

  /// Whether `span` sorts before these bytes.
  func isAfter(_ span: RawSpan) -> Bool {
    unsafe span.withUnsafeBytes { other in
      unsafe withUnsafeBytes { own in
        let common = Swift.min(own.count, other.count)
        for offset in 0..<common where unsafe own[offset] != other[offset] {
          return unsafe other[offset] < own[offset]
        }
        return other.count < own.count
      }
    }
  }
}
