internal import SharedBytes

/// Reads MessagePack items one after the other. Never traps, whatever the bytes.
///
/// Accepts every length encoding.
struct MessagePackReader: ItemReader {
  let source: SharedBytes
  private(set) var offset: Int

  init(_ source: SharedBytes, offset: Int = 0) {
    self.source = source
    self.offset = min(max(offset, 0), source.count)
  }

  var remaining: Int { source.count - offset }
  var isAtEnd: Bool { remaining == 0 }

  func fault(_ reason: String, at position: Int?) -> ItemFault {
    ItemFault(offset: position ?? offset, reason: reason)
  }

  /// The head of the next item, which steps over it.
  @inline(__always)
  mutating func readHead() throws(ItemFault) -> MessagePackHead {
    let head = try head(at: offset)
    offset &+= head.byteCount
    return head
  }

  @inline(__always)
  private func head(at place: Int) throws(ItemFault) -> MessagePackHead {
    let octets = source.bytes.octets
    guard place < octets.count else { throw fault("the bytes end where an item is expected", at: place) }
    guard let (kind, inline, width) = MessagePackHead.shape(of: octets[place]) else {
      throw fault("the byte c1, which begins no item", at: place)
    }
    if width == 0 { return MessagePackHead(kind: kind, argument: inline, byteCount: 1) }
    guard width < octets.count &- place else {
      throw fault("the bytes end within an item's length", at: place)
    }
    var argument: UInt64 = 0
    for index in 1...width { argument = argument << 8 | UInt64(octets[place &+ index]) }
    guard kind == .negative else {
      return MessagePackHead(kind: kind, argument: argument, byteCount: 1 + width)
    }
    // Of the signed formats, which hold numbers that are not negative, too.
    let shift = UInt64(64 - 8 * width)
    let number = Int64(bitPattern: argument << shift) >> Int64(shift)
    return MessagePackHead(
      kind: number < 0 ? .negative : .unsigned, argument: UInt64(bitPattern: number), byteCount: 1 + width)
  }

  /// The next byte, which steps over it.
  mutating func readByte() throws(ItemFault) -> UInt8 {
    guard remaining > 0 else { throw fault("the bytes end within an item", at: nil) }
    offset &+= 1
    return source.bytes.octets[offset &- 1]
  }

  /// Steps over the content of an item whose head was just read and tells where it lies.
  @inline(__always)
  mutating func readContent(of head: MessagePackHead) throws(ItemFault) -> Range<Int> {
    guard head.argument <= UInt64(remaining) else {
      throw fault("\(head.argument) bytes announced, \(remaining) left", at: nil)
    }
    let start = offset
    offset &+= Int(head.argument)
    return start..<offset
  }

  /// How many items of a list, or entries of a map, a head announces.
  func itemCount(_ head: MessagePackHead, at start: Int) throws(ItemFault) -> ItemCount {
    let (size, name) = head.kind == .map ? (2, "entries") : (1, "items")
    // Every item takes a byte at least, so a count beyond the rest is refused before looping.
    guard head.argument <= UInt64(remaining / size) else {
      throw fault("\(head.argument) \(name) announced in \(remaining) bytes", at: start)
    }
    return .exactly(Int(head.argument))
  }

  @inline(__always)
  mutating func next(_ count: inout ItemCount) throws(ItemFault) -> Bool {
    switch count {
    case .exactly(0): return false
    case .exactly(let left):
      count = .exactly(left - 1)
      return true
    default: return !isAtEnd
    }
  }
}
