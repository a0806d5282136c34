extension SlotValue {
  /// The value in CBOR, each head as short as it can be; real numbers in 64 bits.
  var cbor: [UInt8] {
    switch self {
    case .null: [0xF6]
    case .bool(let value): [value ? 0xF5 : 0xF4]
    case .integer(let value) where value >= 0: SlotValue.head(0, UInt64(clamping: value))
    case .integer(let value): SlotValue.head(1, UInt64(clamping: -1 - value))
    case .real(let value): [0xFB] + SlotValue.bigEndian(value.bitPattern, 8)
    case .bytes(let bytes): SlotValue.head(2, UInt64(bytes.count)) + bytes
    case .string(let text): SlotValue.head(3, UInt64(text.utf8.count)) + Array(text.utf8)
    case .array(let values): SlotValue.head(4, UInt64(values.count)) + values.flatMap(\.cbor)
    case .map(let members):
      SlotValue.head(5, UInt64(members.count)) + members.flatMap { $0.key.cbor + $0.value.cbor }
    case .tagged(let tag, let value): SlotValue.head(6, tag) + value.cbor
    }
  }

  private static func head(_ major: UInt8, _ argument: UInt64) -> [UInt8] {
    let first = major << 5
    switch argument {
    case 0..<24: return [first | UInt8(argument)]
    case 24..<(1 << 8): return [first | 24] + bigEndian(argument, 1)
    case (1 << 8)..<(1 << 16): return [first | 25] + bigEndian(argument, 2)
    case (1 << 16)..<(1 << 32): return [first | 26] + bigEndian(argument, 4)
    default: return [first | 27] + bigEndian(argument, 8)
    }
  }

  private static func bigEndian(_ value: UInt64, _ size: Int) -> [UInt8] {
    (1...size).map { UInt8(truncatingIfNeeded: value >> (8 * (size - $0))) }
  }
}
