public import SharedBytes

/// What an event says of a change of a table that a router's store keeps, beside the record in its payload.
///
/// It stands in the detail `x_flatwire_change` of EVENT, in every format. Only the router writes that: options of PUBLISH
/// that it does not know are not passed on.
public struct ChangeDetails: Sendable, Hashable {
  /// What happened.
  public enum Change: Sendable, Hashable {
    /// A record was stored, in place of another one or as a new row. It is the event's payload.
    case put(Row)
    /// A row was deleted.
    case delete(Row)
    /// Something changed, and it can't be told what: what was read of the table before is to be read anew.
    case unknown(Unknown)
  }

  /// A row that a commit changed.
  public struct Row: Sendable, Hashable {
    /// The commit's number, of the store that the router publishes from.
    public let commit: UInt64
    /// The row's primary key as it is stored.
    public let key: SharedBytes
    /// The primary key as text, such as `7` or `"ann@example.com"`.
    public let keyText: String
    /// Whether no more rows of the commit follow. That none do is also told by the next commit, and only by that for a
    /// commit so large that the store's log gave it in parts.
    public let isLastOfCommit: Bool

    package init(commit: UInt64, key: SharedBytes, keyText: String, isLastOfCommit: Bool) {
      self.commit = commit
      self.key = key
      self.keyText = keyText
      self.isLastOfCommit = isLastOfCommit
    }
  }

  /// Commits of which it can't be told what they changed.
  public struct Unknown: Sendable, Hashable {
    /// What was read at this commit, or before, may not hold any more.
    public let since: UInt64
    /// What is read at this commit, or later, has all of these changes. The same as ``since`` where the newest state
    /// counts.
    public let through: UInt64
    /// Why it can't be told.
    public let reason: String

    package init(since: UInt64, through: UInt64, reason: String) {
      self.since = since
      self.through = through
      self.reason = reason
    }
  }

  /// Counts the events of a topic's publication, one after the other from any number on: where one is missing, an event was
  /// lost on its way.
  public let sequence: UInt64
  public let change: Change

  package init(sequence: UInt64, _ change: Change) {
    self.sequence = sequence
    self.change = change
  }

  /// The last commit that it speaks of.
  var commit: UInt64 {
    switch change {
    case .put(let row), .delete(let row): row.commit
    case .unknown(let unknown): unknown.through
    }
  }

  /// What a subscriber missed between an event and this one; `nil` if they follow each other.
  package func missed(since last: ChangeDetails) -> Unknown? {
    sequence == last.sequence &+ 1 ? nil : .lost(since: last.commit, through: max(last.commit, commit))
  }

  /// What a subscriber missed before this event that lost some and has got none yet: it can't be told since when.
  package var missedBefore: Unknown { .lost(since: commit, through: commit) }
}

extension ChangeDetails.Unknown {
  fileprivate static func lost(since: UInt64, through: UInt64) -> Self {
    Self(since: since, through: through, reason: "events were lost on their way")
  }
}
