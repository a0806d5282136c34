/// When a write counts as done.
public enum Durability: Sendable {
  /// It is on the disk when it returns.
  case full
  /// A power cut may undo the last writes, but never damages the file: those since all was last synchronized.
  case recentWritesMayBeLost
  /// Nothing is waited for: a power cut may damage the whole file, unless nothing was written since all was last
  /// synchronized. For data that can be made again.
  case fileMayBeLost
}
