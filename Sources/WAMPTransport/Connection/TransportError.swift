/// Why a connection could not be made or was lost.
public struct TransportError: Error, Equatable, CustomStringConvertible {
  /// What kind of failure it is; more may be added.
  public struct Code: Equatable, Sendable {
    private enum Kind {
      case bindFailed, connectFailed, handshakeFailed, connectionLost, closedByPeer, protocolViolation
      case unusableCertificate, peerTooSlow, peerSilent, overBudget, cutOff, messageTooLarge, sendFailed
      case compressionNotBuilt
    }

    private let kind: Kind

    /// The address could not be listened on.
    public static let bindFailed = Code(kind: .bindFailed)
    /// The address could not be reached in time.
    public static let connectFailed = Code(kind: .connectFailed)
    /// The peer was reached, but did not open a WebSocket or RawSocket for one of our serializers in time.
    public static let handshakeFailed = Code(kind: .handshakeFailed)
    /// A certificate or key could not be read, or they do not belong together.
    public static let unusableCertificate = Code(kind: .unusableCertificate)
    /// The connection ended without a close frame; in RawSocket, which has none, always when the peer ends it.
    public static let connectionLost = Code(kind: .connectionLost)
    /// The peer closed and said why: see ``TransportError/closeCode`` and ``TransportError/closeReason``.
    public static let closedByPeer = Code(kind: .closedByPeer)
    /// The peer sent what cannot be accepted; it was closed with ``TransportError/closeCode``.
    public static let protocolViolation = Code(kind: .protocolViolation)
    /// More bytes waited for the peer than the limit allows.
    public static let peerTooSlow = Code(kind: .peerTooSlow)
    /// Nothing came from the peer, not even the answer to a ping.
    public static let peerSilent = Code(kind: .peerSilent)
    /// The connection held more than its share of a ``TransportBudget`` that was used up.
    public static let overBudget = Code(kind: .overBudget)
    /// This side ended the connection without waiting for the peer.
    public static let cutOff = Code(kind: .cutOff)
    /// A message was to be sent that is larger than the peer accepts.
    public static let messageTooLarge = Code(kind: .messageTooLarge)
    /// A ``Compression`` was asked for, in a program that is built without it.
    public static let compressionNotBuilt = Code(kind: .compressionNotBuilt)
    /// The kernel refused to send.
    public static let sendFailed = Code(kind: .sendFailed)
  }

  public let code: Code
  /// What was wrong, and where.
  public let message: String
  /// The close code (RFC 6455, section 7.4) that either side gave; `nil` if none was given.
  public let closeCode: UInt16?
  /// The text that came with the peer's close code, at most 200 characters.
  public let closeReason: String?

  init(code: Code, message: String, closeCode: UInt16? = nil, closeReason: String? = nil) {
    self.code = code
    self.message = message
    self.closeCode = closeCode
    self.closeReason = closeReason
  }

  public var description: String { message }

  static let connectionLost = TransportError(
    code: .connectionLost, message: "the peer's connection ended without a close frame")

  static let noDescriptor = TransportError(
    code: .sendFailed,
    message: "a connection that sends directly was opened on a channel without a descriptor")

  static let compressionNotBuilt = TransportError(
    code: .compressionNotBuilt,
    message: "compression is asked for, but this program is built without the package trait Compression")

  static func channelFailed(_ cause: any Error) -> TransportError {
    TransportError(code: .connectionLost, message: "the connection failed: \(cause)")
  }

  static func closedByPeer(_ code: UInt16, _ reason: String) -> TransportError {
    let text = ForeignText(reason).description
    return TransportError(
      code: .closedByPeer,
      message: "the peer closed the connection with \(code)" + (text.isEmpty ? "" : ": \(text)"),
      closeCode: code, closeReason: text)
  }

  static func protocolViolation(_ violation: FramingViolation) -> TransportError {
    let prefix = violation.code.map { "WebSocket close \($0)" } ?? "RawSocket"
    return TransportError(
      code: .protocolViolation, message: "\(prefix): \(violation.reason)", closeCode: violation.code)
  }

  static func peerTooSlow(queuedBytes: Int) -> TransportError {
    TransportError(
      code: .peerTooSlow, message: "\(queuedBytes) bytes wait for a peer that does not read", closeCode: 1008)
  }

  static func peerSilent(_ time: Duration) -> TransportError {
    TransportError(
      code: .peerSilent, message: "nothing came from the peer for \(time), nor an answer to a ping",
      closeCode: 1008)
  }

  static func overBudget(held: Int, limit: Int) -> TransportError {
    TransportError(
      code: .overBudget,
      message: "\(held) bytes are held for this peer, and the \(limit) bytes for all peers are used up",
      closeCode: 1013)
  }

  static func messageTooLarge(_ count: Int, limit: Int) -> TransportError {
    TransportError(
      code: .messageTooLarge,
      message: "a message of \(count) bytes cannot be sent to a peer that accepts \(limit)", closeCode: 1009)
  }

  static func sendFailed(errno: CInt) -> TransportError {
    TransportError(code: .sendFailed, message: "sending failed with errno \(errno)")
  }

  static func bindFailed(_ address: TransportAddress, _ cause: any Error) -> TransportError {
    TransportError(code: .bindFailed, message: "cannot listen on \(address): \(cause)")
  }

  static func unusableCertificate(_ path: String, _ cause: any Error) -> TransportError {
    TransportError(code: .unusableCertificate, message: "\(path) cannot be used for TLS: \(cause)")
  }

  static func connectFailed(_ url: TransportURL, _ cause: any Error) -> TransportError {
    TransportError(code: .connectFailed, message: "cannot connect to \(url): \(cause)")
  }

  static func handshakeFailed(_ url: TransportURL, _ reason: String) -> TransportError {
    TransportError(
      code: .handshakeFailed, message: "no \(url.transport.rawValue) was opened at \(url): \(reason)")
  }
}
