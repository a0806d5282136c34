internal import NIOCore

extension MessageConnection {
  /// Closes in good order: what was appended is sent, then a close frame; the peer's is awaited.
  ///
  /// - Parameters:
  ///   - code: the close code, 1000 to 4999 without those that RFC 6455 reserves.
  ///   - reason: a text of at most 123 bytes; what is longer is cut.
  package func close(code: UInt16 = 1000, reason: String = "") {
    apply(.closeWanted(CloseStatus(code: code, reason: reason)))
  }

  /// Ends the connection without what still waits for the peer: after the frames that were begun comes the close frame.
  ///
  /// The delegate is told in the next turn of the loop, whether the peer reads that or not.
  ///
  /// - Parameters: as for ``close(code:reason:)``.
  package func cutOff(code: UInt16, reason: String) {
    apply(
      .cutOff(
        CloseStatus(code: code, reason: reason),
        TransportError(code: .cutOff, message: reason, closeCode: code)))
  }

  /// Everything was sent: ends our direction, and reads on, to no purpose but this: closing a socket with
  /// bytes unread resets it, and the peer would lose what it has not read, the close frame at least.
  func endOutput() {
    guard let context else { return }
    guard !isDirect else { return context.close(mode: .output, promise: nil) }
    // If the peer ended its direction, too, this closes the channel; what the pipeline holds has to leave before.
    let written = context.eventLoop.makePromise(of: Void.self)
    context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
    written.futureResult.assumeIsolated().whenComplete { _ in
      self.context?.close(mode: .output, promise: nil)
    }
  }
}
