internal import SharedBytes
internal import NIOCore
internal import WAMP
internal import WAMPTransport

extension ClientConnection {
  func send(_ message: Message) {
    do {
      pass(message, try serializer.encode(message))
    } catch {
      perform(session.violated("a message could not be serialised: \(error)"))
    }
  }

  /// What the router said to accept in WELCOME, and its transport in the handshake.
  var routerLimits: SessionLimits {
    guard let connection else { return session.routerLimits }
    return session.routerLimits.limited(to: connection.peerMaxMessageSize)
  }

  /// Sends a message, if the router accepts its size.
  ///
  /// - Throws: an error that names `content` and the limit, or why the message cannot be serialised.
  func send(_ message: Message, withinLimits content: @autoclosure () -> String) throws(WAMPError) {
    let encoded = try serializer.encode(message)
    if let error = routerLimits.refusal(of: encoded.count, content()) { throw error }
    pass(message, encoded)
  }

  /// Sends a message. What handlers answer is kept, too, and only kept while the session is to go on: nothing may come
  /// before WELCOME, and after it all is sent that the router has not received.
  private func pass(_ message: Message, _ encoded: EncodedMessage) {
    if message.isHandlersAnswer {
      if answers != nil {
        // One from a store would hold its snapshot for as long as it is kept.
        var kept = encoded
        kept.body = encoded.body.alone
        answers?.append(kept)
      }
      guard session.id != nil else { return }
    }
    send(encoded)
  }

  /// Appends a message; all of one turn of the event loop are sent together.
  func send(_ message: EncodedMessage) {
    connection?.send(message, isText: serializer.isText)
    guard !isFlushScheduled else { return }
    isFlushScheduled = true
    loop.assumeIsolated().execute {
      self.isFlushScheduled = false
      self.connection?.flush()
    }
  }
}
