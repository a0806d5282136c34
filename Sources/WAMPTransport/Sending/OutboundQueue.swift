internal import DequeModule

/// Owned messages that wait for room in the batch, in order.
struct OutboundQueue {
  private var entries = Deque<(OutgoingMessage, FrameHeader.Opcode)>()
  /// The bytes of all of them, with the most their frame heads can take.
  private(set) var byteCount = 0

  var isEmpty: Bool { entries.isEmpty }

  mutating func append(_ message: OutgoingMessage, _ opcode: FrameHeader.Opcode) {
    entries.append((message, opcode))
    byteCount += message.count + FrameHeader.maxByteCount
  }

  mutating func popFirst() -> (OutgoingMessage, FrameHeader.Opcode)? {
    guard let entry = entries.popFirst() else { return nil }
    byteCount -= entry.0.count + FrameHeader.maxByteCount
    return entry
  }

  mutating func removeAll() {
    entries.removeAll()
    byteCount = 0
  }
}
