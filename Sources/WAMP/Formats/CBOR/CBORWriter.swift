internal import SharedBytes

/// Appends CBOR items (RFC 8949) to bytes.
///
/// Integers and lengths take their shortest form, floating-point numbers 64 bits, and maps are
/// written in the order of their keys, so that equal values give equal bytes.
struct CBORWriter: BinaryItemWriter {
  var bytes: [UInt8] = []

  init() {}

  mutating func endList(_ start: Int, count: Int) { patchHead(before: start, .array, count) }

  mutating func endMap(_ start: Int, count: Int) { patchHead(before: start, .map, count) }

  private mutating func patchHead(before start: Int, _ major: CBORMajor, _ count: Int) {
    let short = count < 24 ? major.rawValue << 5 | UInt8(count) : nil
    patchHead(before: start, short: short) { $0.writeHead(major, UInt64(count)) }
  }

  mutating func write(key: String) { write(key) }

  mutating func write(_ flag: Bool) { bytes.append(flag ? 0xF5 : 0xF4) }

  mutating func write(_ number: UInt64) { writeHead(.unsigned, number) }

  mutating func beginBytes(count: Int) { writeHead(.bytes, UInt64(count)) }

  /// The first byte of an item and its argument: a number, a length or a count.
  mutating func writeHead(_ major: CBORMajor, _ argument: UInt64) {
    let type = major.rawValue << 5
    switch argument {
    case 0...23:
      bytes.append(type | UInt8(argument))
    case 24...0xFF:
      bytes.append(type | 24)
      bytes.append(UInt8(argument))
    case 0x100...0xFFFF:
      bytes.append(type | 25)
      appendBigEndian(argument, byteCount: 2)
    case 0x1_0000...0xFFFF_FFFF:
      bytes.append(type | 26)
      appendBigEndian(argument, byteCount: 4)
    default:
      bytes.append(type | 27)
      appendBigEndian(argument, byteCount: 8)
    }
  }

  mutating func write(_ value: Value) {
    switch value {
    case .null: bytes.append(0xF6)
    case .bool(let bool): bytes.append(bool ? 0xF5 : 0xF4)
    case .int(let int):
      if int >= 0 {
        writeHead(.unsigned, UInt64(int))
      } else {
        writeHead(.negative, UInt64(bitPattern: ~int))
      }
    case .uint(let uint): writeHead(.unsigned, uint)
    case .double(let double):
      bytes.append(0xFB)
      appendBigEndian(double.bitPattern, byteCount: 8)
    case .string(let string): write(string)
    case .bytes(let shared):
      writeHead(.bytes, UInt64(shared.count))
      append(shared)
    case .list(let list): write(list)
    case .map(let map): write(map)
    }
  }

  mutating func write(_ string: String) {
    writeHead(.text, UInt64(string.utf8.count))
    bytes.append(contentsOf: string.utf8)
  }

  mutating func write(_ list: [Value]) {
    writeHead(.array, UInt64(list.count))
    for element in list { write(element) }
  }

  mutating func write(_ map: [String: Value]) {
    writeHead(.map, UInt64(map.count))
    for (key, value) in map.sorted(by: { $0.key < $1.key }) {
      write(key)
      write(value)
    }
  }

  /// Bytes that are CBOR already, or the content of an item whose head was written.
  mutating func append(_ shared: SharedBytes) {
    bytes.append(contentsOf: Array(shared))
  }

  private mutating func appendBigEndian(_ value: UInt64, byteCount: Int) {
    for index in (0..<byteCount).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))))
    }
  }
}

/// The eight kinds of CBOR items, RFC 8949 section 3.1.
enum CBORMajor: UInt8 {
  case unsigned = 0
  case negative = 1
  case bytes = 2
  case text = 3
  case array = 4
  case map = 5
  case tag = 6
  case simple = 7

  /// The kind of the item that a byte begins.
  @inline(__always)
  init(of first: UInt8) {
    self =
      switch first >> 5 {
      case 0: .unsigned
      case 1: .negative
      case 2: .bytes
      case 3: .text
      case 4: .array
      case 5: .map
      case 6: .tag
      default: .simple
      }
  }
}
