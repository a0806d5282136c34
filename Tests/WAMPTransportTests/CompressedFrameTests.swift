import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("Frames of compressed messages")
struct CompressedFrameTests {
  /// Says every byte twice, and `end` at the end.
  private final class Doubling: MessageInflating {
    static let end: [UInt8] = [7, 7]

    func inflate(
      _ part: RawSpan, onto message: inout GatheredBytes, limit: Int
    ) throws(FramingViolation) {
      for index in 0..<part.byteCount {
        let byte = part.byte(at: index)
        append([byte, byte], onto: &message)
        if message.count > limit { throw .tooLarge(limit: limit) }
      }
    }

    func finish(_ message: inout GatheredBytes, limit: Int) throws(FramingViolation) {
      append(Self.end, onto: &message)
    }

    private func append(_ bytes: [UInt8], onto message: inout GatheredBytes) {
      message.append(SharedBytes(bytes).bytes, 0..<bytes.count, maskingKey: nil, phase: 0)
    }
  }

  static let compressed: UInt8 = 0x40
  static let limit = 1000

  @Test("are inflated in every way a stream is cut, and others are not", arguments: [1, 2, 3, 7, 64, 4096])
  func reading(size: Int) throws {
    let frames = [
      Frame(payload: [1, 2], reservedBits: Self.compressed),
      Frame(payload: [1, 2]),
      Frame(isFinal: false, payload: [3], reservedBits: Self.compressed),
      Frame(opcode: 9, payload: [9]),
      Frame(isFinal: false, opcode: 0),
      Frame(opcode: 0, payload: [4, 5]),
      Frame(isFinal: false, payload: [6], reservedBits: Self.compressed), Frame(opcode: 0),
      Frame(opcode: 1, payload: [65], reservedBits: Self.compressed),
    ]
    let messages = try read(frames, in: size)
    #expect(
      messages == [[1, 1, 2, 2, 7, 7], [1, 2], [3, 3, 4, 4, 5, 5, 7, 7], [6, 6, 7, 7], [65, 65, 7, 7]])
  }

  static let violations: [(String, [Frame], UInt16)] = [
    ("a control frame", [Frame(opcode: 9, reservedBits: compressed)], 1002),
    ("a close frame", [Frame(opcode: 8, reservedBits: compressed)], 1002),
    (
      "a continuation",
      [
        Frame(isFinal: false, payload: [1], reservedBits: compressed),
        Frame(opcode: 0, payload: [1], reservedBits: compressed),
      ], 1002
    ),
    ("the second reserved bit", [Frame(payload: [1], reservedBits: 0x20)], 1002),
    ("two reserved bits", [Frame(payload: [1], reservedBits: 0x60)], 1002),
    ("a message that is too large inflated", [Frame(payload: pattern(501), reservedBits: compressed)], 1009),
    (
      "one that is too large as it is",
      [
        Frame(isFinal: false, reservedBits: compressed),
        Frame(opcode: 0, payload: pattern(limit * 5 / 4 + 65)),
      ], 1009
    ),
    ("half a character", [Frame(opcode: 1, payload: [0xc3], reservedBits: compressed)], 1007),
  ]

  @Test("are refused where they must not be", arguments: violations)
  func violation(name: String, frames: [Frame], code: UInt16) {
    for size in [1, 64, 4096] {
      let violation = #expect(throws: FramingViolation.self, "\(name)") { try read(frames, in: size) }
      #expect(violation?.code == code, "\(name)")
    }
  }

  @Test("are refused where nothing was agreed on")
  func unexpected() {
    let reader = FrameReader(role: .server, maxMessageSize: Self.limit)
    let bytes = SharedBytes(Frame(payload: [1], reservedBits: Self.compressed).bytes)
    var offset = 0
    let violation = #expect(throws: FramingViolation.self) { try reader.next(in: bytes.bytes, at: &offset) }
    #expect(violation?.code == 1002)
  }

  private func read(_ frames: [Frame], in size: Int) throws -> [[UInt8]] {
    let reader = FrameReader(
      role: .server, maxMessageSize: Self.limit, acceptsText: true, inflater: Doubling())
    let stream = frames.flatMap(\.bytes)
    var messages: [[UInt8]] = []
    var pending: [UInt8] = []
    for start in stride(from: 0, to: stream.count, by: size) {
      pending += stream[start..<min(start + size, stream.count)]
      let chunk = SharedBytes(pending)
      var offset = 0
      reading: while true {
        switch try reader.next(in: chunk.bytes, at: &offset) {
        case .needMore: break reading
        case .message(let range, let key, _):
          var message = GatheredBytes()
          message.append(chunk.bytes, range, maskingKey: key, phase: 0)
          messages.append(Array(message.shared))
        case .gathered: messages.append(Array(reader.takeGathered().shared))
        case .control: break
        }
      }
      pending.removeFirst(offset)
    }
    return messages
  }
}
