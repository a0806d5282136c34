/// What tells a row from what is stored under its key later: 64 bits of its bytes.
///
/// FNV-1a over the bytes as they are stored, which are padded with zeros to a multiple of 8: so that a record hashes the
/// same before it is stored. It finds changes that happen, not such that somebody makes up.
package struct RowHash: Sendable, Hashable {
  package let value: UInt64

  package init(value: UInt64) { self.value = value }

  package init(_ row: RawSpan) {
    var value: UInt64 = 0xCBF2_9CE4_8422_2325
    let octets = row.octets
    for index in octets.indices { value = (value ^ UInt64(octets[index])) &* 0x100_0000_01B3 }
    for _ in 0..<(-octets.count & 7) { value = value &* 0x100_0000_01B3 }
    self.value = value
  }
}

/// In text, 16 hexadecimal digits: JSON has no room for 64 bits in a number that all read.
extension RowHash: LosslessStringConvertible {
  package var description: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// - Returns: `nil` for what is no hash's ``description``.
  package init?(_ description: String) {
    guard let value = UInt64(description, radix: 16), RowHash(value: value).description == description else {
      return nil
    }
    self.init(value: value)
  }
}
