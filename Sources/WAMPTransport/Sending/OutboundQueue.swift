internal import SharedBytes
internal import DequeModule

/// Owned messages that wait for room in the batch, in order.
///
/// Whether it is empty is asked many times for each call: a number tells, as the entries are changed in place, see
/// ``MessageConnection/machine``.
final class OutboundQueue {
  private static let largeCount = 256

  struct Entry {
    var message: EncodedMessage
    var kind: FrameKind
    /// Why the message's body is a copy of what should have been sent, if it is.
    var copyReason: CopyReason?
    /// Whether the message is in its compressed form.
    var isCompressed = false
  }

  private var entries = Deque<Entry>()
  /// The bytes of all of them, with the most their frame heads can take.
  private(set) var byteCount = 0

  /// It held more entries than are worth their memory once it is empty.
  private var isLarge = false

  var isEmpty: Bool { byteCount == 0 }

  func append(_ entry: Entry) {
    entries.append(entry)
    byteCount += entry.message.count + FrameStyle.maxHeadCount
    if entries.count > OutboundQueue.largeCount { isLarge = true }
  }

  func popFirst() -> Entry? {
    guard let entry = entries.popFirst() else { return nil }
    byteCount -= entry.message.count + FrameStyle.maxHeadCount
    // A flood may have made it large; ordinary traffic never pays for a new one.
    if entries.isEmpty && isLarge { removeAll() }
    return entry
  }

  func removeAll() {
    entries = Deque()
    byteCount = 0
    isLarge = false
  }
}
