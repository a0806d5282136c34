import FlatBuffersRuntime
import SharedBytes
import Testing

/// A file or a stream of columns, framed as Apache Arrow does it: messages, each with a record before its body, and in a
/// file a footer that says where they lie.
struct ColumnFile {
  /// A message where it lies in the file.
  struct Frame {
    let position: Int
    let message: RecordBuffer<Message>
    let body: SharedBytes
  }

  static let magic = Array("ARROW1".utf8)
  /// What stands before a message's size.
  static let mark = 0xFFFF_FFFF

  var frames: [Frame] = []
  /// A stream has none.
  var footer: RecordBuffer<Footer>?

  /// - Throws: a `VerificationError` if a record is not valid.
  init(_ bytes: SharedBytes) throws {
    let isFile = Array(bytes.slice(0..<Self.magic.count)) == Self.magic
    var end = bytes.count
    if isFile {
      end -= 4 + Self.magic.count
      let size = Self.word(of: bytes, at: end)
      footer = try RecordBuffer(verifying: bytes.slice(end - size..<end))
      end -= size
    }
    var position = isFile ? 8 : 0
    while position < end {
      try #require(Self.word(of: bytes, at: position) == Self.mark)
      let start = position + 8
      let size = Self.word(of: bytes, at: position + 4)
      // What ends a stream.
      guard size > 0 else { break }
      let message = try RecordBuffer<Message>(verifying: bytes.slice(start..<start + size))
      let next = start + size + Int(message.record.bodyLength)
      frames.append(Frame(position: position, message: message, body: bytes.slice(start + size..<next)))
      position = next
    }
  }

  private static func word(of bytes: SharedBytes, at position: Int) -> Int {
    Array(bytes.slice(position..<position + 4)).reversed().reduce(0) { $0 << 8 | Int($1) }
  }
}
