internal import FlatBuffersRuntime
internal import SharedBytes

/// A plain CALL of one record, read from the received bytes without allocating.
///
/// For the router's fast path: whatever is unusual (options, other arguments, damage of any kind) is not
/// read here but left to ``SerializerKind/decode(_:)``, which also finds the error. Valid as long as the
/// message's bytes.
package struct CallPeek: ~Escapable {
  package let request: RequestID
  /// The form the record came in, to answer in.
  package let form: RecordForm
  /// The procedure's URI, in UTF-8.
  package let procedure: Span<UInt8>
  /// The record, not verified yet.
  package let payload: RawSpan

  /// - Returns: `nil` if the message is anything but a plain CALL of one record.
  @_lifetime(copy message)
  package init?(_ message: RawSpan, serializer: SerializerKind) {
    switch serializer {
    case .flatbuffers: self.init(table: message)
    case .cbor: self.init(list: message, PlainCall.cbor, CBORCursor(message.octets))
    case .messagePack: self.init(list: message, PlainCall.messagePack, MessagePackCursor(message.octets))
    // In text there are no bytes to be read in place.
    case .json: return nil
    }
  }

  @_lifetime(copy message)
  @inline(__always)
  private init?<Cursor: ItemCursor & ~Escapable>(
    list message: RawSpan, _ forms: [PlainCall], _ start: consuming Cursor
  ) {
    var cursor = start
    guard cursor.skip(forms[0].beginning), let id = cursor.unsigned() else { return nil }
    request = RequestID(id)
    guard request.isValid else { return nil }
    for plain in forms where cursor.skip(plain.options) {
      guard let procedure = cursor.text(), cursor.skip(plain.arguments),
        let payload = cursor.data(), cursor.isAtEnd
      else { return nil }
      form = plain.form
      self.procedure = message.extracting(procedure).octets
      self.payload = message.extracting(payload)
      return
    }
    return nil
  }

  @_lifetime(copy message)
  private init?(table message: RawSpan) {
    // Damage is not reported here: the general decoder finds it again, with its path.
    guard (try? WireMessage.verify(message)) != nil else { return nil }
    let envelope = unsafe WireMessage(TableView(unverifiedRoot: message))
    guard envelope.msgType == MessageCode.call.rawValue else { return nil }
    let call = WireCall(envelope.table.requiredUnion(EnvelopeSlots.message).table)
    for slot in PlainCall.unusualSlots where call.table.contains(slot) { return nil }
    request = RequestID(call.request)
    guard request.isValid else { return nil }
    procedure = call.procedure.utf8
    if let record = call.payload {
      guard call.args == nil, call.pptScheme == .opaque, call.pptSerializer == .flatbuffers else {
        return nil
      }
      form = .passthru
      payload = record.bytes
    } else {
      guard let arguments = call.args else { return nil }
      var cursor = CBORCursor(arguments.bytes.octets)
      guard cursor.skip(PlainCall.arguments), let record = cursor.data(), cursor.isAtEnd else {
        return nil
      }
      form = .binaryArgument
      payload = arguments.bytes.extracting(record)
    }
  }
}

/// What plain calls of one record have in common, as the encoder writes it.
struct PlainCall {
  let form: RecordForm
  /// What comes before the request.
  let beginning: [UInt8]
  /// What comes between the request and the procedure.
  let options: [UInt8]
  /// What comes between the procedure and the record.
  let arguments: [UInt8]

  static let cbor = forms(as: CBORFormat.self)
  static let messagePack = forms(as: MessagePackFormat.self)

  /// In the order in which callers of today use them.
  private static func forms<Format: ListFormat>(as format: Format.Type) -> [PlainCall]
  where Format.Writer: BinaryItemWriter {
    [.passthru, .binaryArgument, .transparency].map { PlainCall($0, as: format) }
  }

  /// What begins a list of one argument in CBOR.
  static let arguments = PlainCall(.binaryArgument, as: CBORFormat.self).arguments

  private init<Format: ListFormat>(_ form: RecordForm, as format: Format.Type)
  where Format.Writer: BinaryItemWriter {
    self.form = form
    let call = Message.Call(
      request: RequestID(ListPieces.firstID), procedure: ListPieces.text,
      payload: .record(.init(), form: form))
    let pieces = ListPieces(.call(call), [.firstID, .text], as: format).pieces
    (beginning, options, arguments) = (pieces[0], pieces[1], pieces[2])
  }

  /// The fields that change how a call is answered.
  static let unusualSlots = WireCall.slots
    .filter { !usualFields.contains($0.name.description) }
    .map(\.slot)

  private static let usualFields: Set<String> = [
    "session", "request", "procedure", "args", "payload", "ppt_scheme", "ppt_serializer",
  ]
}
