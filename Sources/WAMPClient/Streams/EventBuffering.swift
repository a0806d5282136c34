/// How much may wait in a stream whose reader is slow, and what becomes of more.
///
/// A bound is passed by whichever comes first, the number of events or their bytes; one event is kept
/// however large it is.
public struct EventBuffering: Sendable, Equatable {
  /// What becomes of events for which there is no room.
  public enum Overflow: Sendable {
    /// The events that have waited longest are dropped for new ones, and counted.
    case dropOldest
    /// New events are dropped, and counted.
    case dropNewest
    /// The stream ends with `wamp.error.unavailable` once the events that waited have been read.
    case fail
  }

  /// How many events may wait; at least one.
  public var maxEvents: Int
  /// How many bytes of payloads may wait.
  public var maxBytes: Int
  /// What becomes of more.
  public var overflow: Overflow

  /// 4096 events with 16 MiB, and the oldest go, unless something else is said.
  public init(maxEvents: Int = 4096, maxBytes: Int = 16 << 20, overflow: Overflow = .dropOldest) {
    self.maxEvents = maxEvents
    self.maxBytes = maxBytes
    self.overflow = overflow
  }
}
