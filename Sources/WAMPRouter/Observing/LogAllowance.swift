internal import NIOCore

/// How many lines the log gets of what clients can cause as often as they like.
struct LogAllowance {
  /// In a second.
  static let lineLimit = 10

  private var end = NIODeadline.distantPast
  private var lines = 0
  private var withheld = 0

  /// Takes a line.
  ///
  /// - Returns: how many lines were withheld before it; `nil` if it is withheld itself.
  mutating func take(at now: NIODeadline) -> Int? {
    if now >= end {
      end = now + .seconds(1)
      lines = 0
    }
    guard lines < Self.lineLimit else {
      withheld += 1
      return nil
    }
    lines += 1
    defer { withheld = 0 }
    return withheld
  }
}
