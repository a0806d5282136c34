/// Damage to a frame, of the kinds that readers are there for.
enum Mutation: CaseIterable {
  case bit, byte, number, cut, splice, insertion, repetition, frameHead

  /// A frame with one to three damages, or with its message in other frames than one.
  static func damaged(_ message: [UInt8], from others: [[UInt8]], _ dice: inout Dice, isMasked: Bool)
    -> [UInt8]
  {
    var message = message
    var head: [UInt8]?
    for _ in 0...dice.below(3) {
      switch dice.one(of: allCases) {
      case .frameHead: head = frameHead(message.count, &dice, isMasked: isMasked)
      case let kind: kind.apply(to: &message, from: others, &dice)
      }
    }
    return (head ?? RawPeer.head(message.count, isMasked: isMasked)) + message
  }

  private func apply(to message: inout [UInt8], from others: [[UInt8]], _ dice: inout Dice) {
    guard !message.isEmpty else { return message = dice.one(of: others) }
    let place = dice.below(message.count)
    switch self {
    case .bit: message[place] ^= 1 << UInt8(dice.below(8))
    case .byte: message[place] = UInt8(truncatingIfNeeded: dice.next())
    case .number:
      // Counts and offsets: 1 to 8 bytes wide, in either order.
      let width = dice.one(of: [1, 2, 4, 8])
      let value: UInt64 = dice.one(of: [
        0, 1, 4, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF, .max, 1 << 63, UInt64(message.count),
        UInt64(place),
      ])
      for index in 0..<width where place + index < message.count {
        message[place + index] = UInt8(truncatingIfNeeded: value >> UInt64(index * 8))
      }
    case .cut: message.removeLast(dice.below(message.count))
    case .splice:
      let other = dice.one(of: others)
      message.replaceSubrange(place..., with: other.suffix(other.count - min(place, other.count)))
    case .insertion: message.insert(UInt8(truncatingIfNeeded: dice.next()), at: place)
    case .repetition: message.insert(contentsOf: message[place...].prefix(dice.below(64)), at: place)
    case .frameHead: break
    }
  }

  /// Reserved bits, other kinds of frames, other sizes, another mask.
  private static func frameHead(_ count: Int, _ dice: inout Dice, isMasked: Bool) -> [UInt8] {
    let sizes = [count, count, count + 1, max(count - 1, 0), 125, 126, 65_535, 1 << 40, Int.max]
    var head = RawPeer.head(
      dice.one(of: sizes), opcode: UInt8(dice.below(16)), isFinal: dice.below(3) > 0,
      isMasked: dice.below(8) > 0 ? isMasked : !isMasked)
    if dice.below(3) == 0 { head[0] |= UInt8(dice.below(8)) << 4 }
    if dice.below(8) == 0 { head.removeLast(dice.below(head.count)) }
    return head
  }
}
