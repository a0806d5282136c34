/// Why received bytes were not accepted as a message.
public struct MessageFault: Error, Sendable, Equatable {
  /// What is wrong and where.
  public var error: WAMPError
  /// The type of the message, if only an option or the payload of it is wrong.
  ///
  /// `nil` if the bytes are no message: then the session has to end.
  public var type: MessageCode?
  /// The request that the fault belongs to, if there is a ``type``; an EVENT has none.
  public var request: RequestID?
  /// Whether the sender waits for an answer: not for that of a PUBLISH without `acknowledge`.
  public var wantsAnswer: Bool

  /// - Parameter error: why the session has to end.
  public init(_ error: WAMPError) {
    self.error = error
    wantsAnswer = false
  }

  /// A fault of a request, which leaves the session as it is.
  public init(_ error: WAMPError, in type: MessageCode, _ request: RequestID, wantsAnswer: Bool = true) {
    self.error = error
    self.type = type
    self.request = request
    self.wantsAnswer = wantsAnswer
  }

  /// - Parameter message: as far as it was read.
  init<Fields: MessageFields>(_ fault: FieldFault, in message: Fields) {
    let text = "\(Fields.code): \(fault.message)"
    let code: WAMPError.Code = fault.kind == .option ? .invalidArgument : .invalidPayload
    if fault.kind != .structure, Fields.code == .event {
      self.init(WAMPError(code, text))
      type = .event
      return
    }
    guard fault.kind != .structure, let request = message.faultyRequest, request.isValid else {
      self.init(WAMPError(.protocolViolation, text))
      return
    }
    self.init(WAMPError(code, text), in: Fields.code, request, wantsAnswer: message.wantsAnswer)
  }

  /// The ERROR that refuses the request; `nil` if nobody waits for one, or the session has to end.
  public var answer: Message? {
    guard wantsAnswer, let type, let request else { return nil }
    return error.answer(to: request, of: type)
  }
}

extension MessageFault: CustomStringConvertible {
  public var description: String { error.description }
}
