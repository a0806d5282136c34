/// An attack on the memory and the time of a router.
struct Flood: Sendable, CustomStringConvertible {
  let description: String
  /// How many MiB more than at the start the router may have during it.
  let allowance: Int
  /// Attacks, with so many parts.
  ///
  /// - Returns: what the attacker saw that is wrong.
  let attack: @Sendable (_ port: Int, _ count: Int) throws -> String?
  private let counts: (full: Int, brief: Int)

  init(
    _ description: String, full: Int, brief: Int, allowance: Int = 64,
    _ attack: @escaping @Sendable (_ port: Int, _ count: Int) throws -> String?
  ) {
    self.description = description
    self.allowance = allowance
    self.attack = attack
    counts = (full, brief)
  }

  var count: Int { Hostile.isFull ? counts.full : counts.brief }

  static let all = opening + queues + tables + exposedTables

  /// What all connections together may make the router hold, in MiB, and what that costs beside the bytes.
  static let budget = 320
}
