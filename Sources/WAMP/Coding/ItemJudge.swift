/// How much the check of one message's payload may cost.
///
/// It is made in one turn of the event loop, for others to wait for.
struct ItemJudge {
  /// How many values a payload may hold; lists of more numbers are better sent as binary data.
  static let maximumCount = 1_000_000

  private var left = Self.maximumCount

  /// - Returns: false if the payload holds too much.
  mutating func take() -> Bool {
    left &-= 1
    return left >= 0
  }
}
