/// How many values may be made of received bytes: a byte can become a value of 32 bytes and more.
public struct ValueBudget: Sendable {
  /// How many values there may be, those in lists and maps and the keys of maps included.
  public var count: Int

  public init(count: Int = 1_000_000) { self.count = count }

  /// - Returns: false if the budget is spent.
  mutating func take(_ taken: Int = 1) -> Bool {
    count -= taken
    return count >= 0
  }
}
