/// A range of keys as bytes: from `start` on, before `end`.
///
/// Both table keys and index entries, which have the primary key behind the index key, are covered: no
/// encoded key is the beginning of another, so everything that starts with a key lies between it and
/// its successor.
@frozen @usableFromInline
struct EncodedRange {
  /// The first bytes in the range; empty for the very beginning.
  @usableFromInline let start: EncodedBound
  /// The first bytes after the range; `nil` for the very end.
  @usableFromInline let end: EncodedBound?

  @inlinable
  init<Key>(_ range: KeyRange<Key>) {
    var isEmpty = false
    switch range.lower {
    case .none: start = EncodedBound(RawSpan())
    case .including(let key): start = EncodedRange.bound(key)
    case .excluding(let key):
      let successor = EncodedRange.bound(key).successor
      isEmpty = successor == nil
      start = successor ?? EncodedBound(RawSpan())
    case .beginning(let prefix): start = prefix.bound
    }
    // Nothing lies after the greatest key, and nothing before the empty one.
    if isEmpty {
      end = EncodedBound(RawSpan())
      return
    }
    switch range.upper {
    case .none: end = nil
    case .excluding(let key): end = EncodedRange.bound(key)
    case .including(let key): end = EncodedRange.bound(key).successor
    case .beginning(let prefix): end = prefix.bound.successor
    }
  }

  init(start: EncodedBound, end: EncodedBound?) {
    self.start = start
    self.end = end
  }

  /// The entries of one key.
  init(only key: RawSpan) {
    let bound = EncodedBound(key)
    self.init(start: bound, end: bound.successor)
  }

  /// The part of the range that a walk still has before it when it stands at an entry.
  ///
  /// - Parameter key: the whole key of the entry, in an index with the primary key behind it. It need not exist
  ///   any more, nor lie in the range.
  func continued(after key: [UInt8], _ order: KeyOrder) -> EncodedRange {
    // Bytes have no padding that could be read uninitialised.
    let stand = unsafe key.span.bytes
    switch order {
    case .ascending:
      guard !start.isAfter(stand) else { return self }
      // The smallest bytes after it.
      let next = key + [0]
      return unsafe EncodedRange(start: EncodedBound(next.span.bytes), end: end)
    case .descending:
      return endsAfter(stand) ? EncodedRange(start: start, end: EncodedBound(stand)) : self
    }
  }

  /// Whether `key` lies before the range's end.
  @inlinable @inline(__always)
  func endsAfter(_ key: RawSpan) -> Bool {
    guard let end else { return true }
    return end.isAfter(key)
  }

  /// Whether `key` lies before the range.
  @inlinable @inline(__always)
  func startsAfter(_ key: RawSpan) -> Bool { start.isAfter(key) }

  @inlinable @inline(__always)
  static func bound<Key: StoreKey>(_ key: Key) -> EncodedBound {
    let encoded = key.encoded
    return EncodedBound(encoded.bytes)
  }
}
