internal import SharedBytes

/// Why bytes are not the CBOR that was expected, and where.
struct CBORFault: Error, Equatable {
  /// The position of the item at fault within the bytes that were read.
  var offset: Int
  var reason: String

  var message: String { "CBOR at byte \(offset): \(reason)" }
}

/// Reads CBOR items (RFC 8949) one after the other. Never traps, whatever the bytes.
///
/// Accepts every length encoding and indefinite lengths; tags are skipped and their content is read.
struct CBORReader {
  /// How deep lists and maps may nest.
  static let maximumDepth = 64

  let source: SharedBytes
  private(set) var offset: Int

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
    var isIndefinite: Bool { info == 31 }
  }

  func fault(_ reason: String, at position: Int? = nil) -> CBORFault {
    CBORFault(offset: position ?? offset, reason: reason)
  }

  /// The major type of the next item, tags included; `nil` at the end.
  var nextMajor: CBORMajor? {
    isAtEnd ? nil : CBORMajor(rawValue: source.bytes.octets[offset] >> 5)
  }

  mutating func readHead() throws(CBORFault) -> Head {
    guard !isAtEnd else { throw fault("the bytes end where an item is expected") }
    // A copy, because a span of `self.source` would forbid moving `offset`.
    let source = self.source
    let octets = source.bytes.octets
    let first = octets[offset]
    let info = first & 31
    guard let major = CBORMajor(rawValue: first >> 5) else { throw fault("impossible item type") }
    switch info {
    case 0...23:
      offset += 1
      return Head(major: major, info: info, argument: UInt64(info))
    case 24...27:
      let width = 1 << Int(info - 24)
      guard remaining > width else { throw fault("the bytes end within an item's length") }
      var argument: UInt64 = 0
      for index in 1...width { argument = argument << 8 | UInt64(octets[offset + index]) }
      offset += 1 + width
      return Head(major: major, info: info, argument: argument)
    case 31:
      switch major {
      case .bytes, .text, .array, .map, .simple:
        offset += 1
        return Head(major: major, info: info, argument: 0)
      default:
        throw fault("indefinite length where none is possible")
      }
    default:
      throw fault("reserved length \(info)")
    }
  }

  /// Skips the content of a string whose head was just read and returns where it lies.
  mutating func readContent(of head: Head) throws(CBORFault) -> Range<Int> {
    guard head.argument <= UInt64(remaining) else {
      throw fault("\(head.argument) bytes announced, \(remaining) left")
    }
    let start = offset
    offset += Int(head.argument)
    return start..<offset
  }

  /// The head of the next item that is not a tag.
  mutating func readUntaggedHead() throws(CBORFault) -> Head {
    var head = try readHead()
    while head.major == .tag { head = try readHead() }
    return head
  }

  /// Whether the next byte ends an indefinite-length item; steps over it if so.
  mutating func readBreak() throws(CBORFault) -> Bool {
    guard !isAtEnd else { throw fault("the bytes end within an indefinite-length item") }
    guard source.bytes.octets[offset] == 0xFF else { return false }
    offset += 1
    return true
  }

  /// Steps over one item, however it nests.
  mutating func skipItem(depth: Int = 0) throws(CBORFault) {
    let start = offset
    guard depth < Self.maximumDepth else {
      throw fault("nested deeper than \(Self.maximumDepth)")
    }
    let head = try readUntaggedHead()
    switch head.major {
    case .unsigned, .negative, .tag:
      break
    case .simple:
      guard !head.isIndefinite else { throw fault("a break outside an indefinite-length item", at: start) }
    case .bytes, .text:
      if head.isIndefinite {
        while try !readBreak() {
          let chunk = try readHead()
          guard chunk.major == head.major, !chunk.isIndefinite else {
            throw fault("a chunk of another type within a string", at: start)
          }
          _ = try readContent(of: chunk)
        }
      } else {
        _ = try readContent(of: head)
      }
    case .array, .map:
      let perEntry = head.major == .map ? 2 : 1
      if head.isIndefinite {
        while try !readBreak() {
          for _ in 0..<perEntry { try skipItem(depth: depth + 1) }
        }
      } else {
        // Every item takes a byte at least, so a count beyond the rest is refused before looping.
        guard head.argument <= UInt64(remaining) else {
          throw fault("\(head.argument) items announced in \(remaining) bytes", at: start)
        }
        for _ in 0..<Int(head.argument) * perEntry { try skipItem(depth: depth + 1) }
      }
    }
  }
}
