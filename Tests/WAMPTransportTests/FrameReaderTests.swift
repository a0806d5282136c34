import SharedBytes
import Testing

@testable import WAMPTransport

@Suite("Frame reader")
struct FrameReaderTests {
  enum Item: Equatable {
    case message([UInt8])
    case control(UInt8, [UInt8])
  }

  /// Two messages with control frames before, between and within them.
  static let frames: [Frame] = [
    Frame(opcode: 9, payload: pattern(125)),
    Frame(payload: []), Frame(payload: pattern(1)), Frame(payload: pattern(126, seed: 1)),
    Frame(isFinal: false, payload: pattern(300, seed: 2)),
    Frame(opcode: 9, payload: [1, 2, 3]),
    Frame(isFinal: false, opcode: 0, payload: []),
    Frame(isFinal: false, opcode: 0, payload: pattern(7, seed: 3), key: [1, 2, 3, 4]),
    Frame(opcode: 10),
    Frame(opcode: 0, payload: pattern(131, seed: 4), key: [9, 8, 7, 6]),
    Frame(isFinal: false, payload: []), Frame(opcode: 0, payload: []),
    Frame(payload: pattern(70_000, seed: 5)),
    Frame.close(1000, "bye"),
  ]
  static let items: [Item] = [
    .control(9, pattern(125)), .message([]), .message(pattern(1)), .message(pattern(126, seed: 1)),
    .control(9, [1, 2, 3]), .control(10, []),
    .message(pattern(300, seed: 2) + pattern(7, seed: 3) + pattern(131, seed: 4)),
    .message([]), .message(pattern(70_000, seed: 5)), .control(8, [3, 232] + Array("bye".utf8)),
  ]

  @Test(
    "reads the same in every way a stream is cut",
    arguments: [1, 2, 3, 5, 13, 14, 15, 64, 127, 129, 4096, 65536, 1 << 20], [true, false])
  func chunks(size: Int, isMasked: Bool) throws {
    let stream = Self.frames.flatMap { frame -> [UInt8] in
      var frame = frame
      if !isMasked { frame.key = nil }
      return frame.bytes
    }
    #expect(try read(stream, in: size, isMasked ? .server : .client) == Self.items)
  }

  @Test("reads two chunks cut at any place")
  func everyCut() throws {
    let frames = Self.frames.prefix(12)
    let stream = frames.flatMap(\.bytes)
    for cut in 1..<stream.count {
      #expect(try read(stream, in: cut, .server) == Array(Self.items.prefix(8)), "cut at \(cut)")
    }
  }

  static let limit = 100_000
  static let forbidden: [(String, [Frame], UInt16)] = [
    ("text", [Frame(opcode: 1, payload: [65])], 1003),
    ("no mask", [Frame(payload: [1], key: nil)], 1002),
    ("continuation of nothing", [Frame(opcode: 0, payload: [1])], 1002),
    ("message within a message", [Frame(isFinal: false, payload: [1]), Frame(payload: [2])], 1002),
    ("too large", [Frame(payload: pattern(limit + 1))], 1009),
    (
      "too large in fragments",
      [Frame(isFinal: false, payload: pattern(limit - 1)), Frame(opcode: 0, payload: [1, 2])], 1009
    ),
  ]

  @Test("refuses what is not allowed here", arguments: forbidden)
  func violations(name: String, frames: [Frame], code: UInt16) {
    for size in [1, 7, 1 << 20] {
      let violation = #expect(throws: FramingViolation.self, "\(name)") {
        try read(frames.flatMap(\.bytes), in: size, .server)
      }
      #expect(violation?.code == code, "\(name)")
    }
  }

  @Test("a client refuses masked frames")
  func maskedToClient() {
    #expect(throws: FramingViolation.self) { try read(Frame(payload: [1]).bytes, in: 64, .client) }
  }

  @Test("takes a message of exactly the largest size")
  func largest() throws {
    let payload = pattern(Self.limit)
    #expect(try read(Frame(payload: payload).bytes, in: 1000, .server) == [.message(payload)])
    let halves = [
      Frame(isFinal: false, payload: Array(payload[..<40_000])),
      Frame(opcode: 0, payload: Array(payload[40_000...])),
    ]
    #expect(try read(halves.flatMap(\.bytes), in: 1000, .server) == [.message(payload)])
  }

  /// Feeds a stream in chunks of `size`, keeping what is not consumed as a connection does.
  private func read(_ stream: [UInt8], in size: Int, _ role: FrameReader.Role) throws -> [Item] {
    let reader = FrameReader(role: role, maxMessageSize: Self.limit)
    var items: [Item] = []
    var pending: [UInt8] = []
    for start in stride(from: 0, to: stream.count, by: size) {
      pending += stream[start..<min(start + size, stream.count)]
      let chunk = SharedBytes(pending)
      var offset = 0
      reading: while true {
        switch try reader.next(in: chunk.bytes, at: &offset) {
        case .needMore: break reading
        case .message(let range, let key, _): items.append(.message(unmask(pending[range], key)))
        case .gathered: items.append(.message(Array(reader.takeGathered().shared)))
        case .control(let kind, let range, let key):
          items.append(.control(FrameHeader.Opcode(kind).rawValue, unmask(pending[range], key)))
        }
      }
      pending.removeFirst(offset)
    }
    #expect(pending.isEmpty)
    return items
  }

  private func unmask(_ bytes: ArraySlice<UInt8>, _ key: UInt32?) -> [UInt8] {
    bytes.enumerated().map { $1 ^ UInt8(truncatingIfNeeded: (key ?? 0) >> UInt32(($0 & 3) * 8)) }
  }
}
