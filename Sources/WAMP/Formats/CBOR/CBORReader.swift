internal import SharedBytes

/// Reads CBOR items (RFC 8949) one after the other. Never traps, whatever the bytes.
///
/// Accepts every length encoding and indefinite lengths; tags are skipped and their content is read.
struct CBORReader: ItemReader {
  /// How many bytes the tags before an item may take, after the first of them.
  static let maximumTagLength = 64

  let source: SharedBytes
  var offset: Int

  init(_ source: SharedBytes, offset: Int = 0) {
    self.source = source
    self.offset = min(max(offset, 0), source.count)
  }

  var remaining: Int { source.count - offset }
  var isAtEnd: Bool { remaining == 0 }

  struct Head {
    var major: CBORMajor
    /// The lower five bits of the first byte.
    var info: UInt8
    var argument: UInt64
    /// Where what follows the head begins.
    var end: Int
    var isIndefinite: Bool { info == 31 }
  }

  func fault(_ reason: String, at position: Int?) -> ItemFault {
    ItemFault(offset: position ?? offset, reason: reason)
  }

  func fault(_ reason: String) -> ItemFault { fault(reason, at: nil) }

  /// The major type of the next item, tags included; `nil` at the end.
  var nextMajor: CBORMajor? {
    isAtEnd ? nil : CBORMajor(of: byte(at: offset))
  }

  /// A byte of the source; bounds are checked.
  @inline(__always)
  private func byte(at position: Int) -> UInt8 { source.bytes.octets[position] }

  @inline(__always)
  mutating func readHead() throws(ItemFault) -> Head {
    let head = try head(at: offset)
    offset = head.end
    return head
  }

  /// The head of the item at a position.
  @inline(__always)
  func head(at position: Int) throws(ItemFault) -> Head {
    guard position < source.count else { return try longHead(at: position) }
    let first = byte(at: position)
    let info = first & 31
    guard info < 24 else { return try longHead(at: position) }
    return Head(major: CBORMajor(of: first), info: info, argument: UInt64(info), end: position &+ 1)
  }

  /// The head of an item whose argument follows the first byte.
  @inline(never)
  private func longHead(at position: Int) throws(ItemFault) -> Head {
    guard position < source.count else {
      throw fault("the bytes end where an item is expected", at: position)
    }
    let first = byte(at: position)
    let info = first & 31
    let major = CBORMajor(of: first)
    switch info {
    case 24:
      guard source.count &- position > 1 else {
        throw fault("the bytes end within an item's length", at: position)
      }
      let argument = UInt64(byte(at: position &+ 1))
      return Head(major: major, info: info, argument: argument, end: position &+ 2)
    case 25...27:
      let width = 1 << Int(info - 24)
      guard source.count &- position > width else {
        throw fault("the bytes end within an item's length", at: position)
      }
      var argument: UInt64 = 0
      for index in 1...width { argument = argument << 8 | UInt64(byte(at: position &+ index)) }
      return Head(major: major, info: info, argument: argument, end: position &+ 1 &+ width)
    case 31:
      switch major {
      case .bytes, .text, .array, .map, .simple:
        return Head(major: major, info: info, argument: 0, end: position &+ 1)
      default:
        throw fault("indefinite length where none is possible", at: position)
      }
    default:
      throw fault("reserved length \(info)", at: position)
    }
  }

  /// Skips the content of a string whose head was just read and returns where it lies.
  mutating func readContent(of head: Head) throws(ItemFault) -> Range<Int> {
    guard head.argument <= UInt64(remaining) else {
      throw fault("\(head.argument) bytes announced, \(remaining) left")
    }
    let start = offset
    offset += Int(head.argument)
    return start..<offset
  }

  /// The head of the next item that is not a tag.
  @inline(__always)
  mutating func readUntaggedHead() throws(ItemFault) -> Head {
    let head = try readHead()
    return head.major == .tag ? try readTaggedHead() : head
  }

  @inline(never)
  private mutating func readTaggedHead() throws(ItemFault) -> Head {
    var head = try readHead()
    let start = head.end
    while head.major == .tag {
      guard head.end - start <= Self.maximumTagLength else { throw fault("too many tags") }
      head = try readHead()
    }
    return head
  }

  /// Whether the next byte ends an indefinite-length item; steps over it if so.
  mutating func readBreak() throws(ItemFault) -> Bool {
    guard !isAtEnd else { throw fault("the bytes end within an indefinite-length item") }
    guard byte(at: offset) == 0xFF else { return false }
    offset += 1
    return true
  }
}
