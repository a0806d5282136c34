/// What begins an item of MessagePack: its kind, and a number or a length.
struct MessagePackHead {
  enum Kind: Equatable {
    case null
    case flag(Bool)
    case unsigned
    /// A negative number; the argument has its bits.
    case negative
    /// A floating-point number of 4 or 8 bytes; the argument has its bits.
    case float(byteCount: Int)
    case text, bytes, list, map
    /// What follows is a type, and so many bytes.
    case extended
  }

  var kind: Kind
  var argument: UInt64
  /// How many bytes the head takes.
  var byteCount: Int

  /// - Parameter first: the byte that begins the item.
  /// - Returns: the kind of the item, and how many bytes of its argument follow; `nil` for the byte that means nothing.
  @inline(__always)
  static func shape(of first: UInt8) -> (kind: Kind, inline: UInt64, byteCount: Int)? {
    switch first {
    case 0x00...0x7F: (.unsigned, UInt64(first), 0)
    case 0x80...0x8F: (.map, UInt64(first & 0x0F), 0)
    case 0x90...0x9F: (.list, UInt64(first & 0x0F), 0)
    case 0xA0...0xBF: (.text, UInt64(first & 0x1F), 0)
    case 0xC0: (.null, 0, 0)
    case 0xC1: nil
    case 0xC2, 0xC3: (.flag(first == 0xC3), 0, 0)
    case 0xC4...0xC6: (.bytes, 0, 1 << Int(first - 0xC4))
    case 0xC7...0xC9: (.extended, 0, 1 << Int(first - 0xC7))
    case 0xCA, 0xCB: (.float(byteCount: 4 << Int(first - 0xCA)), 0, 4 << Int(first - 0xCA))
    case 0xCC...0xCF: (.unsigned, 0, 1 << Int(first - 0xCC))
    case 0xD0...0xD3: (.negative, 0, 1 << Int(first - 0xD0))
    case 0xD4...0xD8: (.extended, 1 << UInt64(first - 0xD4), 0)
    case 0xD9...0xDB: (.text, 0, 1 << Int(first - 0xD9))
    case 0xDC, 0xDD: (.list, 0, 2 << Int(first - 0xDC))
    case 0xDE, 0xDF: (.map, 0, 2 << Int(first - 0xDE))
    default: (.negative, UInt64(bitPattern: Int64(Int8(bitPattern: first))), 0)
    }
  }
}
