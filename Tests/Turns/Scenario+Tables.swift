import SharedBytes
import WAMP

extension Scenario {
  /// FlatBuffers messages of a size that a router takes, with as many offsets as there is room for.
  static let tables = [
    tables("PUBLISH with millions of tables", slot: 20, element: [0xFC, 0xFF, 0xFF, 0xFF, 4, 0, 4, 0]),
    tables(
      "PUBLISH with a million tables", slot: 20, element: [0xFC, 0xFF, 0xFF, 0xFF, 4, 0, 4, 0], count: 990_000
    ),
    tables("PUBLISH with millions of strings", slot: 13, element: [1, 0, 0, 0, 0x61, 0, 0, 0]),
    tables("PUBLISH with a million strings", slot: 13, element: [1, 0, 0, 0, 0x61, 0, 0, 0], count: 990_000),
  ]

  private static func tables(_ name: String, slot: Int, element: [UInt8], count: Int = 4_190_000) -> Scenario
  {
    Scenario("decode \(name)") { turns in
      let bytes = SharedBytes(publish(slot, element, count))
      turns.turn(receiving: bytes.count) { _ = try? SerializerKind.flatbuffers.decode(bytes) }
    }
  }

  /// A PUBLISH whose field `slot` is a vector of offsets that all lead to one element.
  private static func publish(_ slot: Int, _ element: [UInt8], _ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    func number(_ value: Int, _ width: Int) -> [UInt8] {
      (0..<width).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    // The root: a union of type PUBLISH.
    bytes += number(12, 4) + number(8, 2) + number(12, 2) + number(4, 2) + number(8, 2)
    bytes += number(8, 4) + [16, 0, 0, 0] + number(52, 4)
    // The message: request, topic and the vector.
    var slots = [Int](repeating: 0, count: 21)
    (slots[1], slots[2], slots[slot]) = (8, 4, 16)
    bytes += number(46, 2) + number(20, 2) + slots.flatMap { number($0, 2) } + [0, 0]
    bytes += number(48, 4) + number(16, 4) + number(1, 8) + number(12, 4)
    bytes += number(1, 4) + [0x61, 0, 0, 0]
    bytes += number(count, 4)
    let target = bytes.count + count * 4
    bytes.reserveCapacity(target + element.count)
    while bytes.count < target { bytes += number(target - bytes.count, 4) }
    return bytes + element
  }
}
