internal import SharedBytes

/// The bytes that all messages of a kind have in a list format, in pieces between what differs.
///
/// The encoder makes them: a message with marks in the places of what differs is encoded and cut there.
struct ListPieces {
  /// One more than there are marks.
  let pieces: [[UInt8]]

  /// Numbers and a text that no other part of a message has.
  static let firstID: UInt64 = 0x1_0203_0405_0607
  static let secondID: UInt64 = 0x1_7263_5445_3627
  static let text = "\u{1}\u{2}mark\u{3}\u{4}"

  enum Mark {
    case firstID, secondID, text
  }

  /// - Parameter message: one with the marks, in this order, and a record without bytes.
  init<Format: ListFormat>(_ message: Message, _ marks: [Mark], as format: Format.Type)
  where Format.Writer: BinaryItemWriter {
    // Messages of this kind have no options that could not be written.
    var rest = ((try? message.encoded(by: ListWriter<Format>.self))?.head ?? [])[...]
    var pieces: [[UInt8]] = []
    for mark in marks {
      var items = Format.Writer()
      switch mark {
      case .firstID: items.write(Self.firstID)
      case .secondID: items.write(Self.secondID)
      case .text: items.write(Self.text)
      }
      guard let place = rest.firstRange(of: items.bytes) else { preconditionFailure("a mark is missing") }
      pieces.append(Array(rest[..<place.lowerBound]))
      rest = rest[place.upperBound...]
    }
    // The record's own head comes last, with its length.
    var empty = Format.Writer()
    empty.beginBytes(count: 0)
    precondition(rest.suffix(empty.bytes.count).elementsEqual(empty.bytes), "the record does not come last")
    pieces.append(Array(rest.dropLast(empty.bytes.count)))
    self.pieces = pieces
  }
}
