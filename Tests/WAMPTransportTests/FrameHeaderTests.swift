import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("Frame head")
struct FrameHeaderTests {
  static let lengths = [0, 1, 125, 126, 127, 65535, 65536, 1 << 32, Int.max]

  @Test("is read as it was written", arguments: lengths, [nil, 0, 0x0403_0201, .max] as [UInt32?])
  func roundTrip(count: Int, key: UInt32?) throws {
    let bytes = written(.binary, count, key)
    let parsed = try parse(bytes)
    let header = try #require(parsed)
    #expect(
      header
        == FrameHeader(
          isFinal: true, opcode: .binary, maskingKey: key, payloadCount: count, byteCount: bytes.count))
  }

  @Test("asks for more until it is whole", arguments: lengths)
  func partial(count: Int) throws {
    let bytes = written(.binary, count, 7)
    for end in 0..<bytes.count {
      #expect(try parse(Array(bytes[..<end])) == nil)
    }
  }

  @Test("is the same as one written byte by byte", arguments: [0, 5, 125, 126, 300, 65535, 65536, 70000])
  func layout(count: Int) {
    let frame = Frame(payload: pattern(count), key: nil)
    #expect(frame.bytes == written(.binary, count, nil) + frame.payload)
  }

  @Test(
    "refuses what RFC 6455 forbids",
    arguments: [
      [0xc2, 0], [0xa2, 0], [0x92, 0],
      [0x83, 0], [0x87, 0], [0x8b, 0], [0x8f, 0],
      [0x09, 0], [0x08, 0], [0x89, 126, 0, 126], [0x88, 127, 0, 0, 0, 0, 0, 1, 0, 0],
      [0x82, 126, 0, 125], [0x82, 126, 0, 0],
      [0x82, 127, 0, 0, 0, 0, 0, 0, 0xff, 0xff], [0x82, 127, 0x80, 0, 0, 0, 0, 0, 0, 0],
    ] as [[UInt8]])
  func violations(bytes: [UInt8]) {
    let violation = #expect(throws: FramingViolation.self) { try parse(bytes) }
    #expect(violation?.code == 1002)
  }

  private func parse(_ bytes: [UInt8]) throws -> FrameHeader? {
    let bytes = SharedBytes(bytes)
    return try FrameHeader.parse(bytes.bytes, at: 0)
  }

  private func written(_ opcode: FrameHeader.Opcode, _ count: Int, _ key: UInt32?) -> [UInt8] {
    var room = [UInt8](repeating: 0xaa, count: FrameHeader.maxByteCount)
    let size = unsafe room.withUnsafeMutableBytes {
      unsafe FrameHeader.write(opcode: opcode, payloadCount: count, maskingKey: key, to: $0.baseAddress!)
    }
    return Array(room[..<size])
  }
}
