internal import NIOCore
internal import WAMP
internal import WAMPTransport

extension ClientConnection {
  func send(_ message: Message) {
    do {
      send(try serializer.encode(message))
    } catch {
      perform(session.violated("a message could not be serialised: \(error)"))
    }
  }

  /// Appends a message; all of one turn of the event loop are sent together.
  func send(_ message: EncodedMessage) {
    connection?.send(
      OutgoingMessage(head: message.head, body: message.body, tailPadding: message.tailPadding))
    guard !isFlushScheduled else { return }
    isFlushScheduled = true
    loop.assumeIsolated().execute {
      self.isFlushScheduled = false
      self.connection?.flush()
    }
  }
}
