package import NIOCore

/// What a connection tells its owner; every call comes on the connection's event loop.
///
/// `connectionOpened` and `connectionClosed` never come within one of the owner's own calls to the
/// connection.
package protocol ConnectionDelegate: AnyObject {
  /// The handshake is done; messages may be sent from now on.
  func connectionOpened(_ connection: MessageConnection)
  /// A message came. Replies may be appended; they are sent when the batch of messages ends.
  func connection(_ connection: MessageConnection, received message: ReceivedMessage)
  /// No more will come or can be sent.
  ///
  /// - Parameter error: why, unless either side closed in good order: a ``TransportError`` in the main.
  func connectionClosed(_ connection: MessageConnection, error: (any Error)?)
  /// The peer has not taken all that was sent to it, without a break, for `time`.
  ///
  /// Comes every second while that lasts, and once with zero when all was taken. ``MessageConnection/pendingBytes``
  /// says how much waits; ``MessageConnection/cutOff(code:reason:)`` ends it.
  func connection(_ connection: MessageConnection, isBehindFor time: Duration)
}

/// Makes the owner of a connection, on the connection's event loop, once its handshake is done.
package typealias MakeConnectionDelegate =
  @Sendable (_ subprotocol: String, _ loop: any EventLoop) -> any ConnectionDelegate

extension ConnectionDelegate {
  package func connection(_ connection: MessageConnection, isBehindFor time: Duration) {}
}
