internal import NIOCore
internal import Synchronization

/// What was sent, in bytes: payload that went from where it is stored, and payload that was copied.
///
/// Payload is what a message carries (records, arguments), without frame and message heads. One
/// object may serve many connections on many event loops: each loop counts for itself, and a reader adds up.
public final class SendCounters: Sendable {
  /// Touched when a connection is opened and when someone reads, never when something is sent.
  private let loops = Mutex<[ObjectIdentifier: LoopCounters]>([:])

  public init() {}

  /// The counters at one moment.
  public struct Snapshot: Sendable, Equatable {
    /// Payload bytes the kernel took from where they are stored.
    public var payloadBytesUncopied = 0
    /// Bytes of frame and message heads.
    public var headBytes = 0
    /// How many `sendmsg` calls were made.
    public var sendCalls = 0
    /// Payload bytes copied in this process before they were sent, by reason.
    public var payloadBytesCopied: [CopyReason: Int] = [:]
    /// The sum over all reasons.
    public var totalPayloadBytesCopied: Int { payloadBytesCopied.values.reduce(0, +) }
  }

  /// The counters now: the sum over all event loops.
  public var snapshot: Snapshot {
    loops.withLock { loops in
      var sum = Snapshot()
      for counters in loops.values { counters.add(to: &sum) }
      return sum
    }
  }

  /// What the connections of one loop count with.
  func counters(of loop: any EventLoop) -> LoopCounters {
    loops.withLock { loops in
      let id = ObjectIdentifier(loop)
      if let known = loops[id] { return known }
      let new = LoopCounters()
      loops[id] = new
      return new
    }
  }
}
