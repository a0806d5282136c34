/// What becomes of a session's connection when its client does not read what it is sent: pure, with sizes and times as
/// inputs.
///
/// Above a size, calls for it are refused and events for it dropped; a client that lost events and stays behind
/// is disconnected, as it cannot know what it lost. Answers to its own requests are not bounded here.
package struct Backlog: Sendable {
  private let limit: Int
  private let patience: Duration
  /// Events that were dropped since the client had read everything.
  package private(set) var droppedEvents = 0

  /// - Parameters:
  ///   - limit: the most bytes that may wait for the client before it gets more events or calls.
  ///   - patience: how long a client that lost events may stay behind.
  package init(limit: Int, patience: Duration) {
    self.limit = limit
    self.patience = patience
  }

  /// Whether a call may be passed to the client.
  package func admitsCall(pendingBytes: Int) -> Bool { pendingBytes <= limit }

  /// Whether an event may be passed to the client; one that may not is counted.
  package mutating func admitsEvent(pendingBytes: Int) -> Bool {
    if pendingBytes <= limit { return true }
    droppedEvents += 1
    return false
  }

  /// The client has not read everything for `time`; zero when it has.
  ///
  /// - Returns: whether it is to be disconnected.
  package mutating func isOver(behindFor time: Duration) -> Bool {
    if time == .zero { droppedEvents = 0 }
    return droppedEvents > 0 && time >= patience
  }
}
