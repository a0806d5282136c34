internal import Logging
internal import Synchronization
internal import WAMP

/// Counts events that were not passed on, and tells the log.
final class EventLosses: Sendable {
  private let total = Atomic(0)
  private let logger: Logger

  init(logger: Logger) { self.logger = logger }

  var count: Int { total.load(ordering: .relaxed) }

  /// - Parameter reason: why they were lost.
  func add(_ count: Int, of topic: String, because reason: @autoclosure () -> String) {
    guard count > 0 else { return }
    let (before, after) = total.add(count, ordering: .relaxed)
    // Whoever publishes them decides how many there are; the log must not grow with them.
    guard before.leadingZeroBitCount != after.leadingZeroBitCount else { return }
    logger.warning(
      "events not passed on",
      metadata: ["topic": "\(topic.shortened)", "reason": "\(reason())", "so far": "\(after)"])
  }
}
