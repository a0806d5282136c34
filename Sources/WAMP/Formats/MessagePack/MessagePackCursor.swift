/// A position in MessagePack, for the fast path: nothing is allocated, every load is checked.
struct MessagePackCursor: ItemCursor, ~Escapable {
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

  /// The argument of an item of a kind.
  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func head(_ kind: MessagePackHead.Kind) -> UInt64? {
    guard offset < bytes.count, let shape = MessagePackHead.shape(of: bytes[offset]), shape.kind == kind
    else {
      return nil
    }
    offset &+= 1
    let width = shape.byteCount
    guard width <= bytes.count &- offset else { return nil }
    let start = offset
    offset &+= width
    return width == 0 ? shape.inline : bytes.bigEndian(byteCount: width, at: start)
  }

  @_lifetime(self: copy self)
  @inline(__always)
  private mutating func content(_ kind: MessagePackHead.Kind) -> Range<Int>? {
    guard let count = head(kind), count <= UInt64(bytes.count &- offset) else { return nil }
    let start = offset
    offset &+= Int(count)
    return start..<offset
  }
}
