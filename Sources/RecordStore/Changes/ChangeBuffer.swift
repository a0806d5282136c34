/// How much a stream of changes keeps for a consumer that is slow.
///
/// What is beyond is let go of: the stream goes on with ``ChangeEvent/unknown(_:)`` saying from which commit on it
/// lagged, or with the changes themselves if the store keeps a log that has them.
public struct ChangeBuffer: Sendable, Hashable {
  /// How many commits may wait.
  public var commits: Int
  /// How many bytes of keys and records may wait, old and new ones together.
  public var bytes: Int

  public init(commits: Int = 1024, bytes: Int = 4 << 20) {
    self.commits = max(commits, 1)
    self.bytes = max(bytes, 0)
  }
}
