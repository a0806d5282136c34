public import FlatBuffersRuntime

/// Collects the bytes of one key, in place and without allocating.
///
/// Unsigned integers are stored as 8 bytes, big endian; signed ones with the sign bit inverted. Floating-point numbers
/// are stored as the integers that sort like them: −NaN, −∞, …, −0, +0, …, +∞, NaN; no two values are one key.
/// Text and bytes are stored with every `00` written as `00 FF`, then `00 00` as terminator, then
/// zeros up to a multiple of 8. That sorts like the text itself, also for embedded zeros and where
/// one text is the beginning of another, because the terminator is smaller than anything that can
/// follow in a longer text; and the end can be told from the bytes alone, so parts can be joined. Bytes of a fixed
/// number are stored as they are, then zeros up to a multiple of 8.
///
/// A value in descending order is stored as the inverted bytes of the same in ascending order.
@frozen
public struct KeyEncoder: EncodedKey {
  /// The most bytes a key may take: the largest multiple of 8 within LMDB's limit of 511.
  @inlinable public static var limit: Int { 504 }

  @usableFromInline var storage = InlineArray<504, UInt8>(repeating: 0)
  @usableFromInline var count = 0
  @usableFromInline var overflowed = false

  @inlinable
  public init() {}

  /// The number of bytes collected.
  @inlinable public var byteCount: Int { count }

  /// Whether more was appended than a key can hold.
  @inlinable public var isTooLong: Bool { overflowed }

  /// Whether nothing was appended.
  @inlinable public var isEmpty: Bool { count == 0 }

  /// The bytes collected, cut at ``limit``; valid until the next change.
  @inlinable
  public var bytes: RawSpan {
    @_lifetime(borrow self)
    get {
      // Bytes have no padding that could be read uninitialised.
      unsafe storage.span.bytes.extracting(first: count)
    }
  }

  /// Forgets all bytes.
  @inlinable
  public mutating func removeAll() {
    count = 0
    overflowed = false
  }

  /// Appends one raw byte.
  @inlinable @inline(__always)
  mutating func push(_ byte: UInt8) {
    guard count < KeyEncoder.limit else {
      overflowed = true
      return
    }
    storage[count] = byte
    count &+= 1
  }

  /// Appends bytes that are an encoded key already.
  @inlinable
  mutating func append(encoded key: RawSpan) {
    for offset in key.byteOffsets {
      push(unsafe key.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self))
    }
  }

  /// Appends an unsigned integer.
  @inlinable
  public mutating func append(_ value: UInt64) {
    guard count <= KeyEncoder.limit - 8 else {
      overflowed = true
      return
    }
    var span = storage.mutableSpan
    // Any bytes are a key's.
    var bytes = unsafe span.mutableBytes
    bytes.storeBytes(of: value.bigEndian, toByteOffset: count, as: UInt64.self)
    count &+= 8
  }

  /// Appends a signed integer.
  @inlinable
  public mutating func append(_ value: Int64) {
    append(UInt64(bitPattern: value) ^ (1 << 63))
  }

  /// Appends bytes, sorted like the bytes themselves.
  @inlinable
  public mutating func append(_ text: Span<UInt8>) {
    append(escaped: text)
    push(0)
    push(0)
    pad()
  }

  /// Appends what all begin with that begin with these bytes.
  @inlinable
  mutating func append(escaped text: Span<UInt8>) {
    for index in text.indices {
      push(text[index])
      if text[index] == 0 { push(0xFF) }
    }
  }

  /// Appends zeros up to a multiple of 8.
  @inlinable
  mutating func pad() {
    while count % 8 != 0 { push(0) }
  }

  /// Inverts what was appended since there were `start` bytes: it sorts the other way round then.
  @inlinable
  mutating func invert(from start: Int) {
    var place = start
    while place < count {
      storage[place] = ~storage[place]
      place &+= 1
    }
  }

  /// Appends a string in place, without making a Swift `String` of it.
  @inlinable
  public mutating func append(_ text: borrowing StringView) {
    append(text.utf8)
  }

  /// Appends a vector of bytes in place.
  @inlinable
  public mutating func append(_ bytes: borrowing FlatVector<UInt8>) {
    // Bytes have no alignment to be wrong.
    if let span = bytes.span { append(span) }
  }

  /// Appends any key.
  @inlinable
  public mutating func append<Key: StoreKey>(_ key: Key) {
    key.encode(into: &self)
  }
}
