/// Damage to a record, of the kinds that verifiers are there for.
enum Mutation: CaseIterable {
  case byte, half, word, shift, copy, cut

  /// Damages the bytes in one to three places.
  static func damage(_ bytes: inout [UInt8], _ dice: inout Dice) {
    for _ in 0...dice.below(3) where bytes.count > 8 {
      dice.one(of: allCases).apply(to: &bytes, &dice)
    }
  }

  private func apply(to bytes: inout [UInt8], _ dice: inout Dice) {
    switch self {
    case .byte:
      bytes[dice.below(bytes.count)] = dice.integer()
    case .half:
      // Vtables are made of these.
      let values: [UInt16] = [0, 1, 2, 4, 6, 0x7FFF, 0x8000, 0xFFFF, dice.integer()]
      Self.set(&bytes, at: dice.below(bytes.count / 2 - 1) * 2, dice.one(of: values))
    case .word:
      let place = dice.below(bytes.count / 4 - 1) * 4
      let rest = UInt32(bytes.count - place)
      let values: [UInt32] = [
        0, 1, 4, rest, rest - 1, rest - 4, 0x7FFF_FFFF, 0x8000_0000, .max, UInt32(dice.below(bytes.count)),
      ]
      Self.set(&bytes, at: place, dice.one(of: values))
    case .shift:
      // An offset or count that is a little off.
      let place = dice.below(bytes.count / 4 - 1) * 4
      let delta: Int = dice.one(of: [-8, -4, -2, -1, 1, 2, 4, 8])
      bytes[place] = UInt8(truncatingIfNeeded: Int(bytes[place]) + delta)
    case .copy:
      let from = dice.below(bytes.count / 4 - 1) * 4
      let to = dice.below(bytes.count / 4 - 1) * 4
      for index in 0..<4 { bytes[to + index] = bytes[from + index] }
    case .cut:
      // Seldom, as little is left to compare afterwards.
      if dice.below(4) == 0 { bytes.removeLast(dice.below(bytes.count)) }
    }
  }

  private static func set<T: FixedWidthInteger>(_ bytes: inout [UInt8], at place: Int, _ value: T) {
    for index in 0..<MemoryLayout<T>.size {
      bytes[place + index] = UInt8(truncatingIfNeeded: value >> (index * 8))
    }
  }
}
