import NIOCore
import SharedBytes
import WAMPTransport

/// Sends every message back as what it came.
final class Echo: ConnectionDelegate {
  /// Told of the end, with the first text that came.
  private let ended: EventLoopPromise<String?>?
  private var firstText: String?

  init(ended: EventLoopPromise<String?>?) {
    self.ended = ended
  }

  func connectionOpened(_ connection: MessageConnection) {}

  func connection(_ connection: MessageConnection, received message: ReceivedMessage) {
    let bytes = message.share()
    if message.isText && ended != nil && firstText == nil {
      firstText = String(decoding: Array(bytes), as: UTF8.self)
    }
    connection.send(EncodedMessage(head: [], body: bytes), isText: message.isText)
  }

  func connectionClosed(_ connection: MessageConnection, error: (any Error)?) {
    ended?.succeed(firstText)
  }
}
