internal import SharedBytes

/// A message that names its fields.
protocol MessageFields {
  static var code: MessageCode { get }
  /// A message of the type with nothing in it, to be read into.
  init()
  /// The request that an ERROR about the message names; `nil` if the message is no request.
  var faultyRequest: RequestID? { get }
  /// Whether the sender waits for an answer.
  var wantsAnswer: Bool { get }
  /// Names each field once, in the order of the list, and each option by its key, in the order of keys.
  ///
  /// The same text reads and writes.
  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault)
}

extension MessageFields {
  var faultyRequest: RequestID? { nil }
  var wantsAnswer: Bool { true }

  @inline(__always)
  init<Coder: FieldCoder & ~Copyable>(from coder: inout Coder) throws(MessageFault) {
    self.init()
    do throws(FieldFault) {
      try code(with: &coder)
    } catch {
      throw MessageFault(error, in: self)
    }
  }

  consuming func encoded<Writer: MessageWriter & ~Copyable>(
    by _: Writer.Type
  ) throws(WAMPError) -> EncodedMessage {
    var writer = Writer(Self.code)
    do throws(FieldFault) {
      try code(with: &writer)
    } catch {
      let code: WAMPError.Code = error.kind == .payload ? .invalidPayload : .invalidArgument
      throw WAMPError(code, "\(Self.code): \(error.message)")
    }
    return try writer.finish()
  }
}
