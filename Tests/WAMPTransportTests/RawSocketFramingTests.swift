import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("Framing of RawSocket")
struct RawSocketFramingTests {
  /// What a reader makes of bytes that come in chunks of a size.
  private static func read(
    _ bytes: [UInt8], by size: Int, maxMessageSize: Int = 1 << 24
  ) throws(FramingViolation) -> [[UInt8]] {
    let reader = RawSocketReader(isServer: true, maxMessageSize: maxMessageSize, peerMaxMessageSize: 512)
    var found: [[UInt8]] = []
    var waiting: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      waiting += bytes[start..<min(start + size, bytes.count)]
      var offset = 0
      let chunk = SharedBytes(waiting)
      reading: while true {
        switch try reader.next(in: chunk.bytes, at: &offset) {
        case .needMore: break reading
        case .message(let range, maskingKey: nil, isText: false): found.append(Array(waiting[range]))
        case .gathered(isText: false): found.append(Array(reader.takeGathered().shared))
        case .control(let kind, let range, maskingKey: nil):
          found.append([kind == .ping ? 1 : 2] + waiting[range])
        case let step: Issue.record("\(step)")
        }
      }
      waiting.removeFirst(offset)
    }
    #expect(waiting.isEmpty)
    return found
  }

  @Test("messages, PING and PONG are read from chunks of any size", arguments: [1, 2, 3, 4, 5, 7, 64, 1000])
  func chunks(size: Int) throws {
    let bytes: [UInt8] =
      [0, 0, 0, 3, 9, 8, 7] + [0, 0, 0, 0] + [1, 0, 0, 2, 5, 6] + [0, 0, 1, 0] + pattern(256) + [2, 0, 0, 0]
    #expect(
      try Self.read(bytes, by: size) == [[9, 8, 7], [], [1, 5, 6], pattern(256), [2]])
  }

  @Test(
    "a head is written as it is read, up to 16 MiB",
    arguments: [
      (RawSocketHeader(.message, payloadCount: 0), [0, 0, 0, 0] as [UInt8]),
      (RawSocketHeader(.message, payloadCount: 0x123456), [0, 0x12, 0x34, 0x56]),
      (RawSocketHeader(.message, payloadCount: (1 << 24) - 1), [0, 0xff, 0xff, 0xff]),
      (RawSocketHeader(.message, payloadCount: 1 << 24), [8, 0, 0, 0]),
      (RawSocketHeader(.ping, payloadCount: 1), [1, 0, 0, 1]),
      (RawSocketHeader(.pong, payloadCount: 2), [2, 0, 0, 2]),
    ])
  func heads(header: RawSocketHeader, bytes: [UInt8]) throws {
    let written = unsafe [UInt8](unsafeUninitializedCapacity: 16) { room, count in
      count = unsafe header.write(to: UnsafeMutableRawPointer(room.baseAddress!))
    }
    #expect(written == bytes)
    let read = try RawSocketHeader.parse(SharedBytes(bytes).bytes, at: 0)
    #expect(read == header)
  }

  @Test(
    "what is against the rules is named",
    arguments: [
      ([0x10, 0, 0, 0], "reserved bit"), ([0x80, 0, 0, 0], "reserved bit"), ([3, 0, 0, 0], "kind 3"),
      ([7, 0, 0, 0], "kind 7"), ([8, 0, 0, 1], "longer than 16 MiB"),
      ([0, 0, 4, 1], "a message of 1025 bytes is larger than the 1024 accepted"),
      ([8, 0, 0, 0], "a message of 16777216 bytes"), ([1, 1, 0, 1], "a PING or PONG of 65537 bytes"),
    ] as [([UInt8], String)])
  func violations(head: [UInt8], reason: String) throws {
    let violation = #expect(throws: FramingViolation.self) {
      try Self.read(head, by: 4, maxMessageSize: 1024)
    }
    #expect(violation?.code == nil)
    #expect(violation?.reason.contains(reason) == true, "\(violation?.reason ?? "")")
  }

  @Test(
    "a handshake tells the largest power of two that is kept",
    arguments: [
      (0, 512, 0), (512, 512, 0), (1000, 512, 0), (65536, 65536, 7), (65537, 65536, 7),
      (1 << 24, 1 << 24, 15), (1 << 30, 1 << 24, 15),
    ])
  func lengths(wanted: Int, told: Int, exponent: UInt8) throws {
    let handshake = RawSocketHandshake(serializer: 5, maxMessageSize: wanted)
    #expect(handshake.maxMessageSize == told)
    #expect(handshake.bytes == [0x7f, exponent << 4 | 5, 0, 0])
    #expect(try RawSocketHandshake(request: handshake.bytes, offering: [3, 5]) == handshake)
  }

  @Test(
    "a request that is not taken is answered with the reason",
    arguments: [
      ([0x7f, 0xf1, 0, 0], .serializerUnsupported), ([0x7f, 0xf0, 0, 0], .serializerUnsupported),
      ([0x7f, 0xf5, 1, 0], .reservedBits), ([0x7f, 0xf5, 0, 0x80], .reservedBits),
    ] as [([UInt8], RawSocketHandshake.Refusal)])
  func requests(bytes: [UInt8], refusal: RawSocketHandshake.Refusal) {
    #expect(throws: refusal) { try RawSocketHandshake(request: bytes, offering: [3, 5]) }
    #expect(refusal.bytes == [0x7f, refusal.rawValue << 4, 0, 0])
  }

  @Test(
    "an answer is judged",
    arguments: [
      ([0x7f, 0x75, 0, 0], nil), ([0x7f, 0x73, 0, 0], "serializer 3, not 5"),
      ([0x7f, 0x10, 0, 0], "does not speak the serializer"), ([0x7f, 0x20, 0, 0], "maximum length"),
      ([0x7f, 0x30, 0, 0], "reserved bits"), ([0x7f, 0x40, 0, 0], "as many connections"),
      ([0x7f, 0x90, 0, 0], "error 9 is not known"), ([0x7f, 0x75, 0, 1], "reserved bits"),
      (Array("HTTP".utf8), "not of RawSocket"),
    ] as [([UInt8], String?)])
  func answers(bytes: [UInt8], fault: String?) {
    switch RawSocketHandshake(serializer: 5, maxMessageSize: 1 << 24).judge(answer: bytes) {
    case .accepted(let answer):
      #expect(fault == nil)
      #expect(answer == RawSocketHandshake(serializer: 5, maxMessageSize: 65536))
    case .refused(let reason): #expect(fault.map { reason.contains($0) } == true, "\(reason)")
    }
  }
}
