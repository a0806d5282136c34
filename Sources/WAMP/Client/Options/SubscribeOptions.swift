/// What can be said with a subscription.
public struct SubscribeOptions: Sendable, Equatable {
  /// How the topic is compared with those published to.
  public var match: MatchPolicy
  /// Whether the event that the router keeps for the topic, if any, is wanted at once.
  public var getRetained: Bool
  /// Options that have no property here, by their names in the protocol.
  public var others: Options

  /// Exactly the topic, and only what is published from now on, unless something else is said.
  public init(match: MatchPolicy = .exact, getRetained: Bool = false, others: Options = [:]) {
    self.match = match
    self.getRetained = getRetained
    self.others = others
  }
}
