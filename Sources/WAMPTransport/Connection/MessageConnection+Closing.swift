internal import NIOCore

extension MessageConnection {
  /// Closes in good order: what was appended is sent, then a close frame; the peer's is awaited.
  ///
  /// - Parameters:
  ///   - code: the close code, 1000 to 4999 without those that RFC 6455 reserves.
  ///   - reason: a text of at most 123 bytes; what is longer is cut.
  public func close(code: UInt16 = 1000, reason: String = "") {
    guard state == .open else { return }
    state = .closing
    startCloseTimer()
    enqueue(.close(code, reason), .close)
    flush()
  }

  /// Closes because of what the peer sent.
  func fail(_ violation: WebSocketViolation) {
    guard isReceiving else { return }
    if closeReason == nil { closeReason = violation }
    if state == .open { enqueue(.close(violation.code, violation.reason), .close) }
    end()
  }

  /// Reads nothing more, and ends the connection once everything appended has left.
  func end() {
    guard isReceiving else { return }
    state = .ending
    startCloseTimer()
    flush()
  }

  /// Everything was sent: ends our direction, and reads on, to no purpose but this: closing a socket with
  /// bytes unread resets it, and the peer would lose what it has not read, the close frame at least.
  func endOutput() {
    release()
    context?.close(mode: .output, promise: nil)
    tellClosed()
  }

  /// Ends the connection at once, without a close frame; not within the current call, as the owner may be
  /// in the middle of something.
  func abort(_ reason: any Error) {
    guard state != .closed else { return }
    if closeReason == nil { closeReason = reason }
    release()
    context?.eventLoop.assumeIsolated().execute { self.context?.close(promise: nil) }
  }

  /// Bounds how long the peer can put off the end.
  private func startCloseTimer() {
    guard closeTimer == nil, let context else { return }
    closeTimer = context.eventLoop.assumeIsolated().scheduleTask(in: configuration.handshakeTimeout) {
      self.context?.close(promise: nil)
    }
  }
}

extension OutgoingMessage {
  /// The payload of a close frame: a control frame holds 125 bytes.
  static func close(_ code: UInt16, _ reason: String) -> OutgoingMessage {
    var text = reason[...]
    while text.utf8.count > 123 { text.removeLast() }
    return OutgoingMessage(head: [UInt8(code >> 8), UInt8(code & 255)] + Array(text.utf8))
  }
}
