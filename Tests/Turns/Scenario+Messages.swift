import SharedBytes
import WAMP

extension Scenario {
  /// The largest message that a router takes unless it is told otherwise.
  private static let size = 16 << 20

  /// Messages as large as a router takes them, each decoded in one turn.
  static let messages = [
    decoding("CALL with a list of zeros", call(filledWith: [0x00])),
    decoding("CALL with a list of floats", call(filledWith: [0xFB, 0, 0, 0, 0, 0, 0, 0, 0])),
    decoding("CALL with lists nested 100 deep", call(filledWith: [UInt8](repeating: 0x81, count: 100) + [0])),
    decoding("CALL with a list of empty maps", call(filledWith: [0xA0])),
    decoding("CALL with a list of tags", call(filledWith: [0xC1, 0x00])),
    decoding("CALL with a list of bytes of long heads", call(filledWith: [0x5B, 0, 0, 0, 0, 0, 0, 0, 0])),
    decoding("CALL with an option in tags", options([0x61, 0x78, 0x9F], [0xC1], [0x00, 0xFF, 0xFF])),
    decoding(
      "CALL with an option that is a list of floats",
      options([0x61, 0x78, 0x9F], [0xFB, 0, 0, 0, 0, 0, 0, 0, 0], [0xFF, 0xFF])),
    decoding("CALL with text of ASCII", call(text: [0x61])),
    decoding("CALL with text of umlauts", call(text: [0xC3, 0xA4])),
    decoding("CALL with text in empty chunks", call(chunks: 0x60, in: 0x7F, after: [0x00])),
    decoding("CALL with bytes in empty chunks", call(chunks: 0x40, in: 0x5F, after: [0x00])),
    decoding("CALL whose only argument is bytes in empty chunks", call(chunks: 0x40, in: 0x5F, after: [])),
    decoding(
      "CALL with an option that is a list of zeros", options([0x61, 0x78, 0x9F], [0x00], [0xFF, 0xFF])),
    decoding("CALL with an option in empty chunks", options([0x61, 0x78, 0x5F], [0x40], [0xFF, 0xFF])),
    decoding("CALL with a million options", options([], [0x61, 0x78, 0x00], [0xFF])),
    decoding(
      "CALL with a list as long after its end",
      [0x9F, 0x18, 48, 1, 0xA0, 0x61, 0x61, 0x80, 0xA0, 0x9F]
        + repeated([0x00], to: size) + [0xFF, 0xFF]),
    decoding(
      "HELLO of 64 KiB with a list of zeros",
      [0x83, 0x01, 0x61, 0x72, 0xA2, 0x61, 0x78, 0x9F] + repeated([0x00], to: 65_000) + [0xFF] + roles([0xA0])
    ),
    decoding(
      "HELLO of 64 KiB with invented roles",
      [0x83, 0x01, 0x61, 0x72, 0xA1]
        + roles([0xBF] + repeated([0x63, 0x61, 0x62, 0x63, 0xA0], to: 65_000) + [0xFF])),
  ]

  private static func decoding(_ name: String, _ message: @autoclosure @escaping @Sendable () -> [UInt8])
    -> Scenario
  {
    Scenario("decode \(name)") { turns in
      let bytes = SharedBytes(message())
      // What is made once and stays is no message's.
      _ = try? SerializerKind.cbor.decode(SharedBytes(hello))
      turns.turn(receiving: bytes.count) { _ = try? SerializerKind.cbor.decode(bytes) }
    }
  }

  private static var hello: [UInt8] {
    [0x83, 0x01, 0x61, 0x72, 0xA1] + roles([0xA1, 0x66] + Array("caller".utf8) + [0xA0])
  }

  private static func repeated(_ bytes: [UInt8], to size: Int) -> [UInt8] {
    var all: [UInt8] = []
    all.reserveCapacity(size)
    while all.count + bytes.count <= size { all += bytes }
    return all
  }

  private static func call(_ arguments: [UInt8]) -> [UInt8] {
    [0x85, 0x18, 48, 1, 0xA0, 0x61, 0x61] + arguments
  }

  private static func call(filledWith item: [UInt8]) -> [UInt8] {
    call([0x9F] + repeated(item, to: size - 32) + [0xFF])
  }

  private static func call(text: [UInt8]) -> [UInt8] {
    let text = repeated(text, to: size - 32)
    let length = (0..<4).map { UInt8(truncatingIfNeeded: text.count >> (24 - 8 * $0)) }
    return call([0x81, 0x7A] + length + text)
  }

  private static func call(chunks: UInt8, in head: UInt8, after first: [UInt8]) -> [UInt8] {
    call([0x9F] + first + [head] + repeated([chunks], to: size - 32) + [0xFF, 0xFF])
  }

  private static func options(_ start: [UInt8], _ item: [UInt8], _ end: [UInt8]) -> [UInt8] {
    [0x84, 0x18, 48, 1, 0xBF] + start + repeated(item, to: size - 32) + end + [0x61, 0x61]
  }

  private static func roles(_ roles: [UInt8]) -> [UInt8] { [0x65] + Array("roles".utf8) + roles }
}
