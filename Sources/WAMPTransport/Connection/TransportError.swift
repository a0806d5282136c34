/// Why a connection could not be made or was lost.
public struct TransportError: Error, Equatable, CustomStringConvertible {
  public enum Code: Equatable, Sendable {
    /// The address could not be listened on.
    case bindFailed
    /// The peer could not be reached, or did not answer in time.
    case connectFailed
    /// The peer answered, but not with a WebSocket handshake for one of our subprotocols.
    case handshakeFailed
    /// The connection ended without a close frame.
    case connectionLost
    /// More bytes waited for the peer than the limit allows.
    case peerTooSlow
    /// The kernel refused to send.
    case sendFailed
  }

  public let code: Code
  /// What was wrong, and where.
  public let message: String

  public var description: String { message }

  static let connectionLost = TransportError(
    code: .connectionLost, message: "the peer's connection ended without a close frame")

  static func peerTooSlow(queuedBytes: Int) -> TransportError {
    TransportError(code: .peerTooSlow, message: "\(queuedBytes) bytes wait for a peer that does not read")
  }

  static func sendFailed(errno: CInt) -> TransportError {
    TransportError(code: .sendFailed, message: "sending failed with errno \(errno)")
  }

  package static func bindFailed(_ host: String, _ port: Int, _ cause: any Error) -> TransportError {
    TransportError(code: .bindFailed, message: "cannot listen on \(host):\(port): \(cause)")
  }

  package static func connectFailed(_ address: String, _ cause: any Error) -> TransportError {
    TransportError(code: .connectFailed, message: "cannot connect to \(address): \(cause)")
  }

  package static func handshakeFailed(_ address: String, _ reason: String) -> TransportError {
    TransportError(code: .handshakeFailed, message: "\(address) refused the WebSocket handshake: \(reason)")
  }
}
