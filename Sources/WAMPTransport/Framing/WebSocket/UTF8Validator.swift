/// Judges text that comes in pieces: a wrong byte is noticed when it comes, not when the text ends.
struct UTF8Validator {
  /// A byte came that no text has at this place.
  private(set) var isBroken = false
  /// How many bytes of a character are missing.
  private var missing = 0
  /// What the next byte of a character may be; narrower than usual behind some first bytes, so that no character has
  /// two forms, and surrogates and what lies beyond Unicode have none (RFC 3629, section 4).
  private var next: ClosedRange<UInt8> = 0x80...0xbf

  /// Whether the text may end here.
  var isComplete: Bool { !isBroken && missing == 0 }

  mutating func append(_ bytes: RawSpan) {
    var offset = 0
    let count = bytes.byteCount
    while offset < count && !isBroken {
      if missing == 0 {
        while offset &+ 8 <= count, bytes.native(UInt64.self, at: offset) & 0x8080_8080_8080_8080 == 0 {
          offset &+= 8
        }
        if offset == count { return }
      }
      take(bytes.byte(at: offset))
      offset &+= 1
    }
  }

  @inline(__always)
  private mutating func take(_ byte: UInt8) {
    guard missing == 0 else {
      isBroken = !next.contains(byte)
      missing -= 1
      next = 0x80...0xbf
      return
    }
    switch byte {
    case 0x00...0x7f: break
    case 0xc2...0xdf: missing = 1
    case 0xe0...0xef:
      missing = 2
      if byte == 0xe0 { next = 0xa0...0xbf }
      if byte == 0xed { next = 0x80...0x9f }
    case 0xf0...0xf4:
      missing = 3
      if byte == 0xf0 { next = 0x90...0xbf }
      if byte == 0xf4 { next = 0x80...0x8f }
    default: isBroken = true
    }
  }
}
