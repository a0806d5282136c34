internal import Synchronization

/// What the connections of one event loop sent. Only that loop writes, so no write waits for another processor; anyone
/// may read.
final class LoopCounters: Sendable {
  private let direct = Atomic<Int>(0)
  private let heads = Atomic<Int>(0)
  private let calls = Atomic<Int>(0)
  private let slowPeer = Atomic<Int>(0)
  private let masking = Atomic<Int>(0)
  private let notStored = Atomic<Int>(0)
  private let tls = Atomic<Int>(0)
  private let inProcess = Atomic<Int>(0)
  private let translated = Atomic<Int>(0)
  private let compression = Atomic<Int>(0)

  func addCopied(_ count: Int, _ reason: CopyReason) {
    switch reason {
    case .slowPeer: LoopCounters.add(count, to: slowPeer)
    case .masking: LoopCounters.add(count, to: masking)
    case .notStored: LoopCounters.add(count, to: notStored)
    case .tls: LoopCounters.add(count, to: tls)
    case .inProcess: LoopCounters.add(count, to: inProcess)
    case .translated: LoopCounters.add(count, to: translated)
    case .compression: LoopCounters.add(count, to: compression)
    }
  }

  @inline(__always)
  func addSent(payload: Int, heads: Int) {
    LoopCounters.add(payload, to: direct)
    LoopCounters.add(heads, to: self.heads)
    LoopCounters.add(1, to: calls)
  }

  func add(to sum: inout SendCounters.Snapshot) {
    sum.payloadBytesUncopied += direct.load(ordering: .relaxed)
    sum.headBytes += heads.load(ordering: .relaxed)
    sum.sendCalls += calls.load(ordering: .relaxed)
    let copied: KeyValuePairs = [
      CopyReason.slowPeer: slowPeer.load(ordering: .relaxed), .masking: masking.load(ordering: .relaxed),
      .notStored: notStored.load(ordering: .relaxed), .tls: tls.load(ordering: .relaxed),
      .inProcess: inProcess.load(ordering: .relaxed), .translated: translated.load(ordering: .relaxed),
      .compression: compression.load(ordering: .relaxed),
    ]
    for (reason, count) in copied where count > 0 { sum.payloadBytesCopied[reason, default: 0] += count }
  }

  /// Two operations instead of an atomic one: nobody else writes.
  @inline(__always)
  private static func add(_ count: Int, to counter: borrowing Atomic<Int>) {
    counter.store(counter.load(ordering: .relaxed) &+ count, ordering: .relaxed)
  }
}
