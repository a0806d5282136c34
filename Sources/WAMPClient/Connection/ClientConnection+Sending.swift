internal import SharedBytes
internal import NIOCore
internal import WAMP
internal import WAMPTransport

extension ClientConnection {
  func send(_ message: Message) {
    do {
      let encoded = try serializer.encode(message)
      if message.isHandlersAnswer { answers?.append(encoded) }
      send(encoded)
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
    if message.isHandlersAnswer { answers?.append(encoded) }
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
