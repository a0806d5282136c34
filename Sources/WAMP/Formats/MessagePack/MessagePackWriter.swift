internal import SharedBytes

/// Appends MessagePack items to bytes.
///
/// Integers and lengths take their shortest form, floating-point numbers 64 bits, and maps are written in the order of
/// their keys, so that equal values give equal bytes.
struct MessagePackWriter: BinaryItemWriter {
  var bytes: [UInt8] = []

  init() {}

  mutating func endList(_ start: Int, count: Int) { patchHead(before: start, 0x90, count) }

  mutating func endMap(_ start: Int, count: Int) { patchHead(before: start, 0x80, count) }

  private mutating func patchHead(before start: Int, _ short: UInt8, _ count: Int) {
    patchHead(before: start, short: count < 16 ? short | UInt8(count) : nil) { $0.writeHead(short, count) }
  }

  /// - Parameter short: what begins a list or map of no items.
  private mutating func writeHead(_ short: UInt8, _ count: Int) {
    switch count {
    case 0...15: bytes.append(short | UInt8(count))
    case 16...0xFFFF:
      bytes.append(short == 0x90 ? 0xDC : 0xDE)
      appendBigEndian(UInt64(count), byteCount: 2)
    default:
      bytes.append(short == 0x90 ? 0xDD : 0xDF)
      appendBigEndian(UInt64(count), byteCount: 4)
    }
  }

  mutating func write(key: String) { write(key) }

  mutating func write(_ flag: Bool) { bytes.append(flag ? 0xC3 : 0xC2) }

  mutating func write(_ number: UInt64) {
    switch number {
    case 0...0x7F: bytes.append(UInt8(number))
    case 0x80...0xFF: append(0xCC, number, byteCount: 1)
    case 0x100...0xFFFF: append(0xCD, number, byteCount: 2)
    case 0x1_0000...0xFFFF_FFFF: append(0xCE, number, byteCount: 4)
    default: append(0xCF, number, byteCount: 8)
    }
  }

  private mutating func write(negative number: Int64) {
    let bits = UInt64(bitPattern: number)
    switch number {
    case -32...(-1): bytes.append(UInt8(truncatingIfNeeded: bits))
    case -0x80 ... -33: append(0xD0, bits, byteCount: 1)
    case -0x8000 ... -0x81: append(0xD1, bits, byteCount: 2)
    case -0x8000_0000 ... -0x8001: append(0xD2, bits, byteCount: 4)
    default: append(0xD3, bits, byteCount: 8)
    }
  }

  mutating func beginBytes(count: Int) {
    switch count {
    case 0...0xFF: append(0xC4, UInt64(count), byteCount: 1)
    case 0x100...0xFFFF: append(0xC5, UInt64(count), byteCount: 2)
    default: append(0xC6, UInt64(count), byteCount: 4)
    }
  }

  mutating func write(_ value: Value) {
    switch value {
    case .null: bytes.append(0xC0)
    case .bool(let flag): write(flag)
    case .int(let number): if number < 0 { write(negative: number) } else { write(UInt64(number)) }
    case .uint(let number): write(number)
    case .double(let number): append(0xCB, number.bitPattern, byteCount: 8)
    case .string(let text): write(text)
    case .bytes(let shared):
      beginBytes(count: shared.count)
      append(shared)
    case .list(let list):
      writeHead(0x90, list.count)
      for element in list { write(element) }
    case .map(let map):
      writeHead(0x80, map.count)
      for (key, value) in map.sorted(by: { $0.key < $1.key }) {
        write(key)
        write(value)
      }
    }
  }

  mutating func write(_ text: String) {
    let count = text.utf8.count
    switch count {
    case 0...31: bytes.append(0xA0 | UInt8(count))
    case 32...0xFF: append(0xD9, UInt64(count), byteCount: 1)
    case 0x100...0xFFFF: append(0xDA, UInt64(count), byteCount: 2)
    default: append(0xDB, UInt64(count), byteCount: 4)
    }
    bytes.append(contentsOf: text.utf8)
  }

  mutating func append(_ shared: SharedBytes) {
    bytes.append(contentsOf: Array(shared))
  }

  private mutating func append(_ first: UInt8, _ argument: UInt64, byteCount: Int) {
    bytes.append(first)
    appendBigEndian(argument, byteCount: byteCount)
  }

  private mutating func appendBigEndian(_ value: UInt64, byteCount: Int) {
    for index in (0..<byteCount).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: value >> (8 * UInt64(index))))
    }
  }
}
