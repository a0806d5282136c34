/// A CBOR item as an attacker writes it: right, or wrong in a way of one's choice.
indirect enum Item: Sendable, Equatable {
  case number(UInt64)
  case bytes([UInt8])
  /// Text, which these bytes may be or not.
  case text([UInt8])
  case list([Item])
  case map([Item])
  case tag(UInt64, Item)
  case flag(Bool)
  case null
  /// These bytes, whatever they say.
  case raw([UInt8])

  /// Lists in lists, so many in all.
  static func nested(_ depth: Int) -> Item {
    .raw([UInt8](repeating: 0x81, count: depth - 1) + [0x80])
  }

  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    write(to: &bytes)
    return bytes
  }

  func write(to bytes: inout [UInt8]) {
    switch self {
    case .number(let number): Self.writeHead(0, number, to: &bytes)
    case .bytes(let content):
      Self.writeHead(2, UInt64(content.count), to: &bytes)
      bytes += content
    case .text(let content):
      Self.writeHead(3, UInt64(content.count), to: &bytes)
      bytes += content
    case .list(let items):
      Self.writeHead(4, UInt64(items.count), to: &bytes)
      for item in items { item.write(to: &bytes) }
    case .map(let items):
      Self.writeHead(5, UInt64(items.count / 2), to: &bytes)
      for item in items { item.write(to: &bytes) }
    case .tag(let tag, let item):
      Self.writeHead(6, tag, to: &bytes)
      item.write(to: &bytes)
    case .flag(let flag): bytes.append(flag ? 0xF5 : 0xF4)
    case .null: bytes.append(0xF6)
    case .raw(let content): bytes += content
    }
  }

  /// The head of an item: its kind, and its number or the size of its content.
  static func writeHead(_ kind: UInt8, _ number: UInt64, to bytes: inout [UInt8]) {
    switch number {
    case ..<24: bytes.append(kind << 5 | UInt8(number))
    case ..<0x100: bytes += [kind << 5 | 24, UInt8(number)]
    case ..<0x1_0000: bytes += [kind << 5 | 25, UInt8(number >> 8), UInt8(number & 255)]
    case ..<0x1_0000_0000:
      bytes.append(kind << 5 | 26)
      for shift in [24, 16, 8, 0] as [UInt64] { bytes.append(UInt8(number >> shift & 255)) }
    default:
      bytes.append(kind << 5 | 27)
      for shift in (0..<8).reversed() { bytes.append(UInt8(number >> UInt64(shift * 8) & 255)) }
    }
  }
}

extension Item: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByDictionaryLiteral
{
  init(integerLiteral value: UInt64) { self = .number(value) }
  init(stringLiteral value: String) { self = .text(Array(value.utf8)) }
  init(booleanLiteral value: Bool) { self = .flag(value) }
  init(arrayLiteral elements: Item...) { self = .list(elements) }
  init(dictionaryLiteral elements: (Item, Item)...) { self = .map(elements.flatMap { [$0.0, $0.1] }) }
}
