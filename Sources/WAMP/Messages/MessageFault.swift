/// Why received bytes were not accepted as a message.
public struct MessageFault: Error, Sendable, Equatable {
  /// What is wrong and where.
  public var error: WAMPError
  /// The type of the message, if it is a request of which only an option or the payload is wrong.
  ///
  /// `nil` if the bytes are no message: then the session has to end.
  public var requestType: MessageCode?
  /// The request that the fault belongs to; there is one if there is a ``requestType``.
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
    requestType = type
    self.request = request
    self.wantsAnswer = wantsAnswer
  }

  /// - Parameter message: as far as it was read.
  init<Fields: MessageFields>(_ fault: FieldFault, in message: Fields) {
    let text = "\(Fields.code): \(fault.message)"
    guard fault.kind != .structure, let request = message.faultyRequest, request.isValid else {
      self.init(WAMPError(.protocolViolation, text))
      return
    }
    let code: WAMPError.Code = fault.kind == .option ? .invalidArgument : .invalidPayload
    self.init(WAMPError(code, text), in: Fields.code, request, wantsAnswer: message.wantsAnswer)
  }

  /// The ERROR that refuses the request; `nil` if nobody waits for one, or the session has to end.
  public var answer: Message? {
    guard wantsAnswer, let requestType, let request else { return nil }
    return error.answer(to: request, of: requestType)
  }
}

extension MessageFault: CustomStringConvertible {
  public var description: String { error.description }
}
