internal import FlatBuffersRuntime
internal import RecordStore
internal import SharedBytes
internal import WAMP
internal import WAMPRouter

/// Publishes the changes of one table, one event for each, and counts them.
struct ChangePublisher {
  private let topic: TopicPublisher
  /// The number of the last event.
  private var sequence: UInt64

  /// How many events are made before they are passed on.
  private static let sliceSize = 256

  /// - Parameter publication: see ``ChangePublisher/newPublication()``.
  init(_ topic: TopicPublisher, _ publication: UInt64) {
    self.topic = topic
    sequence = publication
  }

  /// A number that tells a publication from others. Its events are counted from there on, so that it does not look like
  /// one before it going on.
  static func newPublication() -> UInt64 { UInt64.random(in: 0..<1 << 52) }

  /// Returns once the router has passed the events on.
  mutating func publish<Record: FlatTable & ~Escapable, Key>(
    _ event: ChangeEvent<RowChange<Record, Key>>
  ) async throws {
    switch event {
    case .unknown(let unknown):
      try await topic.publish([next(.unknown(ChangeDetails.Unknown(unknown)))])
    case .commit(let commit):
      // The changes of a commit may be many.
      for start in stride(from: 0, to: commit.rows.count, by: Self.sliceSize) where !Task.isCancelled {
        let slice = start..<min(start + Self.sliceSize, commit.rows.count)
        try await topic.publish(slice.map { next(commit, $0) })
      }
    }
  }

  private mutating func next<Record: FlatTable & ~Escapable, Key>(
    _ commit: CommitChanges<RowChange<Record, Key>>, _ index: Int
  ) -> LocalEvent {
    let change = commit.rows[index]
    let row = ChangeDetails.Row(
      commit: commit.number, key: SharedBytes(change.keyBytes), keyText: change.keyText,
      isLastOfCommit: commit.isComplete && index == commit.rows.count - 1)
    guard let record = change.new else { return next(.delete(row)) }
    return next(.put(row), .record(record.bytes, form: .passthru))
  }

  /// - Parameter payload: the record, if there is one.
  private mutating func next(_ change: ChangeDetails.Change, _ payload: Payload? = nil) -> LocalEvent {
    sequence += 1
    let details = ChangeDetails(sequence: sequence, change)
    return LocalEvent(payload ?? details.payload, details: details.options)
  }
}

extension ChangeDetails.Unknown {
  fileprivate init(_ unknown: UnknownChanges) {
    self.init(since: unknown.since, through: unknown.through, reason: unknown.reason.description)
  }
}
