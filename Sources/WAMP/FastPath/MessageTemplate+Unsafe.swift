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
    case cbor, messagePack
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
  ///
  /// - Precondition: the serializer is not one of text, in which no record can be sent as it is.
  @inline(__always)
  package static func result(
    _ form: RecordForm, _ serializer: SerializerKind, progress: Bool = false
  ) -> MessageTemplate {
    (progress ? progressiveResults : results)[index(form, serializer)]
  }

  /// An EVENT. Its identifiers are the subscription and the publication.
  ///
  /// - Precondition: as for a RESULT.
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
    SerializerKind.allCases.filter { !$0.isText }.flatMap { serializer in
      RecordForm.allCases.map { form in
        MessageTemplate(message(.record(SharedBytes(), form: form)), form, serializer)
      }
    }
  }

  private init(_ message: Message, _ form: RecordForm, _ serializer: SerializerKind) {
    switch serializer {
    case .flatbuffers: self.init(table: message, isArgument: form == .binaryArgument)
    case .cbor: self.init(list: message, as: CBORFormat.self, .cbor)
    case .messagePack: self.init(list: message, as: MessagePackFormat.self, .messagePack)
    case .json: preconditionFailure("a text has no room for a record as it is")
    }
  }

  private init<Format: ListFormat>(list message: Message, as format: Format.Type, _ layout: Layout)
  where Format.Writer: BinaryItemWriter {
    let hasSecondID = message.code == .event
    let pieces = ListPieces(message, hasSecondID ? [.firstID, .secondID] : [.firstID], as: format).pieces
    let bytes = Array(pieces.joined())
    self.layout = layout
    firstID = pieces[0].count
    secondID = hasSecondID ? pieces[0].count + pieces[1].count : nil
    argumentCount = 0
    count = bytes.count
    unsafe start = Self.immortal(bytes)
  }

  private init(table message: Message, isArgument: Bool) {
    let head = (try? SerializerKind.flatbuffers.encode(message).head) ?? []
    // A record without bytes has a head of one byte.
    let bytes = isArgument ? head.dropLast() : head
    layout = .table
    argumentCount = isArgument ? PlainCall.arguments.count : 0
    firstID = Self.place(of: ListPieces.firstID, in: bytes)
    secondID = message.code == .event ? Self.place(of: ListPieces.secondID, in: bytes) : nil
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
    switch template.layout {
    case .cbor:
      byteCount = Self.byteCount(template, first, second, payloadCount, CBORHead.self)
      tailPadding = 0
    case .messagePack:
      byteCount = Self.byteCount(template, first, second, payloadCount, MessagePackLead.self)
      tailPadding = 0
    case .table:
      let length = CBORHead.byteCount(ofData: UInt64(payloadCount))
      let prefix = template.argumentCount == 0 ? 0 : template.argumentCount + length
      byteCount = template.count + prefix
      tailPadding = -(payloadCount + prefix) & 7
    }
  }

  @inline(__always)
  private static func byteCount<Lead: ItemLead>(
    _ template: MessageTemplate, _ first: UInt64, _ second: UInt64, _ payloadCount: Int, _: Lead.Type
  ) -> Int {
    let count =
      template.count + Lead.byteCount(ofNumber: first) + Lead.byteCount(ofData: UInt64(payloadCount))
    return template.secondID == nil ? count : count + Lead.byteCount(ofNumber: second)
  }
}
