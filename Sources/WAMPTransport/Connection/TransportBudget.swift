internal import Synchronization

/// A bound for the bytes that many connections hold together: unfinished messages and what slow peers do not take; and what a
/// router's realms hold for handlers and authorizers that have not answered.
///
/// The answer to floods that keep every single connection within its own limits. When the bound is reached, a
/// connection that wants more is closed with 1013, but only if it holds more than its equal share: one that holds
/// little is never made to pay for the others. So at most twice the bound is held.
public final class TransportBudget: Sendable {
  /// The bound in bytes.
  public let limit: Int
  private let used = Atomic<Int>(0)
  private let sharers = Atomic<Int>(0)

  public init(limit: Int) {
    self.limit = limit
  }

  /// The bytes held at the moment, in steps of 16 KiB for each connection.
  public var usedBytes: Int { used.load(ordering: .relaxed) }

  /// One connection's part of a budget, or a realm's.
  package final class Share {
    /// Less than this is not counted, so that ordinary traffic never touches what loops share.
    static let step = 16 * 1024

    private let budget: TransportBudget
    private(set) var charged = 0

    /// The bound of all shares together.
    var limit: Int { budget.limit }

    package init(of budget: TransportBudget) {
      self.budget = budget
      budget.sharers.add(1, ordering: .relaxed)
    }

    deinit {
      budget.used.subtract(charged, ordering: .relaxed)
      budget.sharers.subtract(1, ordering: .relaxed)
    }

    /// Whether ``hold(_:)`` would change anything.
    @inline(__always)
    package func differs(from bytes: Int) -> Bool { bytes & ~(Share.step - 1) != charged }

    /// Notes how much the connection holds now.
    ///
    /// - Returns: false if it holds too much.
    package func hold(_ bytes: Int) -> Bool {
      let wanted = bytes & ~(Share.step - 1)
      if wanted == charged { return true }
      let total = budget.used.add(wanted - charged, ordering: .relaxed).newValue
      let isMore = wanted > charged
      charged = wanted
      guard isMore, total > budget.limit else { return true }
      return wanted <= budget.limit / max(budget.sharers.load(ordering: .relaxed), 1)
    }
  }
}
