extension WAMPError {
  /// The error that an ABORT message reports.
  public init(_ abort: Message.Abort) {
    self.init(Code(abort.reason), abort.message?.shortened ?? "", details: abort.details)
  }

  /// The ABORT message that ends a session with this error.
  public var abort: Message.Abort {
    Message.Abort(reason: code.rawValue, message: message.isEmpty ? nil : message)
  }
}
