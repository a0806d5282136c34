internal import SharedBytes

/// How several messages are marked off in one message of WebSocket (WAMP, "batched transport").
enum BatchStyle: Sendable, CaseIterable {
  /// Before each stands its length, in four bytes, the highest first.
  case lengths
  /// Behind each stands a record separator (ASCII 30), which no text of JSON can contain.
  case separators
  /// The same with 0x18, which is 30 in octal digits: what Autobahn|Python 26.10 writes, and reads alone. No text of JSON can
  /// contain it, either.
  case octalSeparators

  /// How many bytes may come in one batch of several. All of it is worked off at once, for others to wait for.
  static let maximumByteCount = 256 * 1024
  /// How many bytes a length takes.
  static let lengthByteCount = 4
  private var separator: UInt8 { self == .octalSeparators ? 0x18 : 0x1E }

  /// The style of a peer that is spoken to in this one, as its batch shows.
  func answering(_ batch: RawSpan) -> BatchStyle {
    let count = batch.byteCount
    guard self == .separators, count > 0, batch.byte(at: count - 1) == Self.octalSeparators.separator else {
      return self
    }
    return .octalSeparators
  }

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
    case .separators, .octalSeparators:
      start = place
      guard let found = (start..<batch.byteCount).first(where: { batch.byte(at: $0) == separator })
      else {
        return nil
      }
      end = found
      place = end + 1
    }
    return start..<end
  }

  /// A message as a batch of its own.
  func batch(_ message: EncodedMessage) -> EncodedMessage {
    var batch = message
    switch self {
    case .lengths: batch.head.insert(contentsOf: Self.length(message.count), at: 0)
    // All of a text is its head.
    case .separators, .octalSeparators: batch.head.append(separator)
    }
    return batch
  }

  /// What stands before a message of so many bytes.
  static func length(_ count: Int) -> [UInt8] {
    (0..<lengthByteCount).reversed().map { UInt8(truncatingIfNeeded: count >> (8 * $0)) }
  }
}
