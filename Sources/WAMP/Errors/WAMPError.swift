/// What went wrong in a WAMP session: the one error type of this module.
///
/// Either an ERROR, ABORT or GOODBYE that the peer sent, or a condition found here; ``code`` tells
/// which kind, in both cases as a URI.
public struct WAMPError: Error, Sendable, Equatable {
  public var code: Code
  /// What was wrong and where, for people. Of an ERROR message: its first argument, if that is text.
  public var message: String
  /// The application payload of an ERROR message.
  public var payload: Payload
  /// The details of the message that carried the error.
  public var details: Options
  /// Whether the session it came from ended with it, so that nothing can be asked of that session any more.
  public package(set) var endedSession = false
  /// The code that the connection was closed with, if that ended the session: of a WebSocket, those of RFC
  /// 6455.
  public package(set) var closeCode: UInt16?

  public init(
    _ code: Code, _ message: String = "", payload: Payload = .none, details: Options = Options()
  ) {
    self.code = code
    self.message = message
    self.payload = payload
    self.details = details
  }
}

extension WAMPError: CustomStringConvertible {
  public var description: String {
    message.isEmpty ? code.rawValue : "\(code.rawValue): \(message)"
  }
}

extension WAMPError {
  /// The error that an ERROR message reports.
  public init(_ error: Message.Error) {
    var text = ""
    if let first = (try? error.payload.arguments())?.list.first?.stringValue { text = first }
    self.init(Code(rawValue: error.error), text, payload: error.payload, details: error.details)
  }

  /// The ERROR message that answers a request with this error.
  ///
  /// Without a payload of its own the error sends its ``message`` as the only argument.
  public func answer(to request: RequestID, of type: MessageCode) -> Message {
    var content = payload
    if content == .none, !message.isEmpty { content = Payload(arguments: [.string(message)]) }
    return .error(
      Message.Error(
        requestType: type, request: request, error: code.rawValue, payload: content, details: details))
  }
}
