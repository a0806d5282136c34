/// A position in CBOR of the shortest kind, for the fast path: nothing is allocated, every load is checked.
struct CBORCursor: ItemCursor, ~Escapable {
  private let bytes: Span<UInt8>
  private(set) var offset = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { offset == bytes.count }

  @_lifetime(self: copy self)
  @inline(__always)
  mutating func skip(_ expected: [UInt8]) -> Bool {
    guard bytes.has(expected.span, at: offset) else { return false }
    offset &+= expected.count
    return true
  }

  @_lifetime(self: copy self)
  @inline(__always)
  mutating func unsigned() -> UInt64? { head(.unsigned) }

  @_lifetime(self: copy self)
  @inline(__always)
  mutating func text() -> Range<Int>? { content(.text) }

  @_lifetime(self: copy self)
  @inline(__always)
  mutating func data() -> Range<Int>? { content(.bytes) }

  /// The argument of an item of a kind, of definite length.
  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func head(_ major: CBORMajor) -> UInt64? {
    guard offset < bytes.count, bytes[offset] >> 5 == major.rawValue else { return nil }
    let info = bytes[offset] & 31
    offset &+= 1
    if info < 24 { return UInt64(info) }
    guard info <= 27 else { return nil }
    let width = 1 << Int(info - 24)
    guard width <= bytes.count &- offset else { return nil }
    let start = offset
    offset &+= width
    return bytes.bigEndian(byteCount: width, at: start)
  }

  /// Steps over a string of a kind and tells where its content lies.
  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func content(_ major: CBORMajor) -> Range<Int>? {
    guard let count = head(major), count <= UInt64(bytes.count &- offset) else { return nil }
    let start = offset
    offset &+= Int(count)
    return start..<offset
  }
}
