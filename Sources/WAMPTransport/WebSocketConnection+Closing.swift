internal import NIOCore

extension WebSocketConnection {
  /// Closes in good order: what was appended is sent, then a close frame; the peer's is awaited.
  public func close(code: UInt16 = 1000, reason: String = "") {
    guard state == .open else { return }
    state = .closing
    // A control frame holds 125 bytes.
    let text = Array(reason.utf8.prefix(120))
    enqueue(OutgoingMessage(head: [UInt8(code >> 8), UInt8(code & 255)] + text), .close)
    flush()
    guard let context else { return }
    closeTimer = context.eventLoop.assumeIsolated().scheduleTask(in: configuration.handshakeTimeout) {
      self.context?.close(promise: nil)
    }
  }

  /// Closes because of what the peer sent.
  func fail(_ violation: WebSocketViolation) {
    closeReason = violation
    close(code: violation.code, reason: violation.reason)
    closeWhenSent()
  }

  /// Ends the connection once everything appended has left.
  func closeWhenSent() {
    flush()
    guard let context else { return }
    if isStalled {
      context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(50)) { self.closeWhenSent() }
    } else {
      context.close(promise: nil)
    }
  }
}
