/// Why payload bytes had to be copied before they were sent.
public enum CopyReason: Int, CaseIterable, Sendable, CustomStringConvertible {
  /// The peer's receive window was full: the rest of a batch was set aside.
  case slowPeer
  /// WebSocket clients mask what they send.
  case masking
  /// The record did not lie where it stays until it is sent: a draft, or a record of other memory.
  case notStored
  /// The connection is encrypted.
  case tls
  /// The peer lives in this process: there is no socket to send on.
  case inProcess
  /// The receiver's format says it in another way: arguments came in another one, or the format is text.
  case translated
  /// The message was compressed.
  case compression

  public var description: String {
    switch self {
    case .slowPeer: "slow peer"
    case .masking: "client masking"
    case .notStored: "not from the store"
    case .tls: "TLS"
    case .inProcess: "in the same process"
    case .translated: "translated"
    case .compression: "compression"
    }
  }
}
