/// What the connections of one event loop sent.
final class LoopCounters: Sendable {
  private let direct = LoopCount()
  private let heads = LoopCount()
  private let calls = LoopCount()
  private let slowPeer = LoopCount()
  private let masking = LoopCount()
  private let notStored = LoopCount()
  private let tls = LoopCount()
  private let inProcess = LoopCount()
  private let translated = LoopCount()
  private let compression = LoopCount()

  func addCopied(_ count: Int, _ reason: CopyReason) {
    switch reason {
    case .slowPeer: slowPeer.add(count)
    case .masking: masking.add(count)
    case .notStored: notStored.add(count)
    case .tls: tls.add(count)
    case .inProcess: inProcess.add(count)
    case .translated: translated.add(count)
    case .compression: compression.add(count)
    }
  }

  @inline(__always)
  func addSent(payload: Int, heads: Int) {
    direct.add(payload)
    self.heads.add(heads)
    calls.add()
  }

  func add(to sum: inout SendCounters.Snapshot) {
    sum.payloadBytesUncopied += direct.value
    sum.headBytes += heads.value
    sum.sendCalls += calls.value
    let copied: KeyValuePairs = [
      CopyReason.slowPeer: slowPeer.value, .masking: masking.value, .notStored: notStored.value,
      .tls: tls.value, .inProcess: inProcess.value, .translated: translated.value,
      .compression: compression.value,
    ]
    for (reason, count) in copied where count > 0 { sum.payloadBytesCopied[reason, default: 0] += count }
  }
}
