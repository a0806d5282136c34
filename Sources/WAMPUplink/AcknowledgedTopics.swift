/// Which publications a router is asked to acknowledge: so many that one that is slow is waited for, and each until the
/// first of its topic was taken, so that what is refused is known.
struct AcknowledgedTopics {
  /// How many events, and bytes of them, are on their way at most.
  static let events = 64
  static let bytes = 256 << 10
  /// How many topics are known; those of more are all acknowledged.
  static let topics = 1000

  private var known: Set<String> = []
  private var events = 0
  private var bytes = 0

  /// Whether the next publication is to be acknowledged.
  mutating func asks(for topic: String, _ size: Int) -> Bool {
    events += 1
    bytes += size
    if known.contains(topic), events < Self.events, bytes < Self.bytes { return false }
    (events, bytes) = (0, 0)
    return true
  }

  mutating func took(_ topic: String) {
    if known.count < Self.topics { known.insert(topic) }
  }

  mutating func refused(_ topic: String) { known.remove(topic) }
}
