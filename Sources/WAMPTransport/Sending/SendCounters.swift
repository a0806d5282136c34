internal import Synchronization

/// Why payload bytes had to be copied before they were sent.
public enum CopyReason: Int, CaseIterable, Sendable, CustomStringConvertible {
  /// The peer's receive window was full: the rest of a batch was set aside.
  case slowPeer
  /// WebSocket clients mask what they send.
  case masking
  /// The record did not lie where it stays until it is sent: a draft, or a record of other memory.
  case notStored
  /// The channel has no descriptor to send on directly.
  case noDescriptor

  public var description: String {
    switch self {
    case .slowPeer: "slow peer"
    case .masking: "client masking"
    case .notStored: "not from the store"
    case .noDescriptor: "no descriptor"
    }
  }
}

/// What was sent, in bytes: payload that went from where it is stored, and payload that was copied.
///
/// Payload is what a message carries (records, arguments), without frame and message heads. One
/// object may serve many connections on many event loops.
public final class SendCounters: Sendable {
  private let direct = Atomic<Int>(0)
  private let heads = Atomic<Int>(0)
  private let calls = Atomic<Int>(0)
  private let slowPeer = Atomic<Int>(0)
  private let masking = Atomic<Int>(0)
  private let notStored = Atomic<Int>(0)
  private let noDescriptor = Atomic<Int>(0)

  public init() {}

  /// The counters at one moment.
  public struct Snapshot: Sendable, Equatable {
    /// Payload bytes the kernel took from where they are stored.
    public var payloadBytesUncopied: Int
    /// Bytes of frame and message heads.
    public var headBytes: Int
    /// How many `sendmsg` calls were made.
    public var sendCalls: Int
    /// Payload bytes copied in this process before they were sent, by reason.
    public var payloadBytesCopied: [CopyReason: Int]
    /// The sum over all reasons.
    public var totalPayloadBytesCopied: Int { payloadBytesCopied.values.reduce(0, +) }
  }

  public var snapshot: Snapshot {
    var copied: [CopyReason: Int] = [:]
    copied[.slowPeer] = slowPeer.load(ordering: .relaxed)
    copied[.masking] = masking.load(ordering: .relaxed)
    copied[.notStored] = notStored.load(ordering: .relaxed)
    copied[.noDescriptor] = noDescriptor.load(ordering: .relaxed)
    return Snapshot(
      payloadBytesUncopied: direct.load(ordering: .relaxed),
      headBytes: heads.load(ordering: .relaxed),
      sendCalls: calls.load(ordering: .relaxed),
      payloadBytesCopied: copied.filter { $0.value > 0 })
  }

  func addCopied(_ count: Int, _ reason: CopyReason) {
    switch reason {
    case .slowPeer: slowPeer.add(count, ordering: .relaxed)
    case .masking: masking.add(count, ordering: .relaxed)
    case .notStored: notStored.add(count, ordering: .relaxed)
    case .noDescriptor: noDescriptor.add(count, ordering: .relaxed)
    }
  }

  func addSent(payload: Int, heads: Int) {
    direct.add(payload, ordering: .relaxed)
    self.heads.add(heads, ordering: .relaxed)
    calls.add(1, ordering: .relaxed)
  }
}
