package import SharedBytes

/// How several messages are marked off in one message of WebSocket (WAMP, "batched transport").
package enum BatchStyle: Sendable, CaseIterable {
  /// Before each stands its length, in four bytes, the highest first.
  case lengths
  /// Behind each stands a record separator (ASCII 30), which no text of JSON can contain. Autobahn|Python 26.10 puts 0x18
  /// there, which is 30 in octal digits: with it the session ends.
  case separators

  /// How many bytes may come in one batch of several. All of it is worked off at once, for others to wait for.
  static let maximumByteCount = 256 * 1024
  /// How many bytes a length takes.
  package static let lengthByteCount = 4
  private static let separator: UInt8 = 0x1E

  /// Where the messages of a batch lie. What is no batch is told by a message without bytes at its end.
  func split(_ batch: RawSpan) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var place = 0
    while place < batch.byteCount {
      guard let part = next(in: batch, at: &place), parts.isEmpty || batch.byteCount <= Self.maximumByteCount
      else { return parts + [0..<0] }
      parts.append(part)
    }
    return parts
  }

  private func next(in batch: RawSpan, at place: inout Int) -> Range<Int>? {
    let start: Int
    let end: Int
    switch self {
    case .lengths:
      start = place + Self.lengthByteCount
      guard start <= batch.byteCount else { return nil }
      var length = 0
      for index in place..<start { length = length << 8 | Int(batch.byte(at: index)) }
      guard length <= batch.byteCount - start else { return nil }
      end = start + length
      place = end
    case .separators:
      start = place
      guard let found = (start..<batch.byteCount).first(where: { batch.byte(at: $0) == Self.separator })
      else {
        return nil
      }
      end = found
      place = end + 1
    }
    return start..<end
  }

  /// A message as a batch of its own.
  package func batch(_ message: EncodedMessage) -> EncodedMessage {
    var batch = message
    switch self {
    case .lengths: batch.head.insert(contentsOf: Self.length(message.count), at: 0)
    // All of a text is its head.
    case .separators: batch.head.append(Self.separator)
    }
    return batch
  }

  /// What stands before a message of so many bytes.
  package static func length(_ count: Int) -> [UInt8] {
    (0..<lengthByteCount).reversed().map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
  }
}
