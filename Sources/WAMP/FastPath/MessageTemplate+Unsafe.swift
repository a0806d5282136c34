internal import SharedBytes

/// A message that carries one record: all of it but the record's bytes and the identifiers.
///
/// The encoder makes it once for each kind of message, form and serializer; what is written from it is byte
/// for byte what ``SerializerKind/encode(_:)`` makes of the same message, without an allocation.
///
/// Unchecked `Sendable`, and safe, because its bytes are written once and never freed; made for each kind of
/// message once.
@safe
package struct MessageTemplate: @unchecked Sendable {
  enum Layout {
    /// Numbers take as many bytes as they need.
    case list
    /// Numbers have places of eight bytes; the record's length stands in the last four.
    case table
  }

  let layout: Layout
  /// The bytes of the message up to the record, and in a table then what begins a list of one argument, if the
  /// record is one.
  let start: UnsafeRawPointer
  let count: Int
  let argumentCount: Int
  /// Where the identifiers belong: between bytes of a list, in the place of bytes of a table.
  let firstID: Int
  let secondID: Int?

  /// A RESULT. Its identifier is the request.
  @inline(__always)
  package static func result(
    _ form: RecordForm, _ serializer: SerializerKind, progress: Bool = false
  ) -> MessageTemplate {
    (progress ? progressiveResults : results)[index(form, serializer)]
  }

  /// An EVENT. Its identifiers are the subscription and the publication.
  package static func event(_ form: RecordForm, _ serializer: SerializerKind) -> MessageTemplate {
    events[index(form, serializer)]
  }

  private static func index(_ form: RecordForm, _ serializer: SerializerKind) -> Int {
    Int(serializer.rawValue) &* 3 &+ Int(form.rawValue)
  }

  private static let results = all { result($0, isProgressive: false) }
  private static let progressiveResults = all { result($0, isProgressive: true) }
  private static let events = all { payload in
    .event(
      Message.Event(
        subscription: SubscriptionID(ListPieces.firstID), publication: PublicationID(ListPieces.secondID),
        payload: payload))
  }

  private static func result(_ payload: Payload, isProgressive: Bool) -> Message {
    .result(
      Message.Result(
        request: RequestID(ListPieces.firstID), payload: payload, progress: isProgressive))
  }

  /// The templates of a message in the order of their ``index(_:_:)``.
  private static func all(_ message: (Payload) -> Message) -> [MessageTemplate] {
    SerializerKind.allCases.flatMap { serializer in
      RecordForm.allCases.map { form in
        MessageTemplate(message(.record(SharedBytes(), form: form)), form, serializer)
      }
    }
  }

  private init(_ message: Message, _ form: RecordForm, _ serializer: SerializerKind) {
    let hasSecondID = message.code == .event
    let isArgument = form == .binaryArgument
    let bytes: [UInt8]
    switch serializer {
    case .cbor:
      let marks: [ListPieces.Mark] = hasSecondID ? [.firstID, .secondID] : [.firstID]
      let pieces = ListPieces(message, marks, as: CBORFormat.self).pieces
      layout = .list
      bytes = Array(pieces.joined())
      firstID = pieces[0].count
      secondID = hasSecondID ? pieces[0].count + pieces[1].count : nil
      argumentCount = 0
    case .flatbuffers:
      let head = (try? serializer.encode(message).head) ?? []
      layout = .table
      argumentCount = isArgument ? PlainCall.arguments.count : 0
      // A record without bytes has a head of one byte.
      bytes = isArgument ? head.dropLast() : head
      firstID = Self.place(of: ListPieces.firstID, in: bytes)
      secondID = hasSecondID ? Self.place(of: ListPieces.secondID, in: bytes) : nil
    }
    count = bytes.count - argumentCount
    unsafe start = Self.immortal(bytes)
  }

  private static func place(of mark: UInt64, in bytes: [UInt8]) -> Int {
    let pattern = (0..<8).map { UInt8(truncatingIfNeeded: mark >> UInt64(8 * $0)) }
    guard let place = bytes.firstRange(of: pattern) else { preconditionFailure("a mark is missing") }
    return place.lowerBound
  }

  /// A copy that stays for as long as the program runs.
  private static func immortal(_ bytes: [UInt8]) -> UnsafeRawPointer {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 8)
    unsafe memory.copyBytes(from: bytes)
    return UnsafeRawPointer(memory.baseAddress!)
  }

  /// The head of the message with this identifier.
  package func head(_ id: UInt64, payloadCount: Int) -> MessageHead {
    MessageHead(self, id, 0, payloadCount: payloadCount)
  }

  /// The head of the message with these identifiers.
  package func head(_ first: UInt64, _ second: UInt64, payloadCount: Int) -> MessageHead {
    MessageHead(self, first, second, payloadCount: payloadCount)
  }
}

/// All of a message but the record's bytes.
///
/// The message is the head, the record and ``tailPadding`` zeros.
package struct MessageHead {
  let template: MessageTemplate
  let first: UInt64
  let second: UInt64
  let payloadCount: Int
  /// The size of the head.
  package let byteCount: Int
  /// How many zeros follow the record.
  package let tailPadding: Int

  init(_ template: MessageTemplate, _ first: UInt64, _ second: UInt64, payloadCount: Int) {
    self.template = template
    self.first = first
    self.second = second
    self.payloadCount = payloadCount
    let length = CBORHead.byteCount(UInt64(payloadCount))
    switch template.layout {
    case .list:
      var count = template.count + CBORHead.byteCount(first) + length
      if template.secondID != nil { count += CBORHead.byteCount(second) }
      byteCount = count
      tailPadding = 0
    case .table:
      let prefix = template.argumentCount == 0 ? 0 : template.argumentCount + length
      byteCount = template.count + prefix
      tailPadding = -(payloadCount + prefix) & 7
    }
  }
}
