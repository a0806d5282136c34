internal import FlatBuffersRuntime

/// A plain CALL of one record, read from the received bytes without allocating.
///
/// For the router's fast path: whatever is unusual (options, other arguments, damage of any kind) is not
/// read here but left to ``SerializerKind/decode(_:)``, which also finds the error. Valid as long as the
/// message's bytes.
public struct CallPeek: ~Escapable {
  public let request: RequestID
  /// The form the record came in, to answer in.
  public let form: RecordForm
  /// The procedure's URI, in UTF-8.
  public let procedure: Span<UInt8>
  /// The record, not verified yet.
  public let payload: RawSpan

  /// - Returns: `nil` if the message is anything but a plain CALL of one record.
  @_lifetime(copy message)
  public init?(_ message: RawSpan, serializer: SerializerKind) {
    switch serializer {
    case .cbor:
      guard let call = CBORCall(message) else { return nil }
      request = call.request
      form = call.form
      procedure = message.extracting(call.procedure).octets
      payload = message.extracting(call.payload)
    case .flatbuffers:
      // Damage is not reported here: the general decoder finds it again, with its path.
      guard (try? Verifier.verify(message, as: WireMessage.self)) != nil else { return nil }
      let envelope = unsafe WireMessage(TableView(unverifiedRoot: message))
      guard envelope.msgType == MessageCode.call.rawValue,
        let call = envelope.table.table(6, as: WireCall.self), CallPeek.isPlain(call)
      else { return nil }
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
        guard let arguments = call.args, let range = CBORCall.singleBinary(arguments.bytes) else {
          return nil
        }
        form = .binaryArgument
        payload = arguments.bytes.extracting(range)
      }
    }
  }

  /// Whether a call has no field that changes how it is answered.
  private static func isPlain(_ call: borrowing WireCall) -> Bool {
    // kwargs, ppt_cipher, ppt_keyid; timeout up to details.
    for field in [4, 8, 9] where call.table.contains(EnvelopeWriter.slot(field)) { return false }
    for field in 10...17 where call.table.contains(EnvelopeWriter.slot(field)) { return false }
    return true
  }
}
