extension Message {
  /// Subscribes to a topic or a pattern of topics.
  public struct Subscribe: Sendable, Equatable {
    public var request: RequestID
    public var topic: String
    public var match: MatchPolicy
    public var getRetained: Bool
    /// The options that have no property here.
    public var options: [String: Value]

    public init(
      request: RequestID,
      topic: String,
      match: MatchPolicy = .exact,
      getRetained: Bool = false,
      options: [String: Value] = [:]
    ) {
      self.request = request
      self.topic = topic
      self.match = match
      self.getRetained = getRetained
      self.options = options
    }
  }

  /// Acknowledges a SUBSCRIBE.
  public struct Subscribed: Sendable, Equatable {
    public var request: RequestID
    public var subscription: SubscriptionID

    public init(
      request: RequestID,
      subscription: SubscriptionID
    ) {
      self.request = request
      self.subscription = subscription
    }
  }

  /// Ends a subscription.
  public struct Unsubscribe: Sendable, Equatable {
    public var request: RequestID
    public var subscription: SubscriptionID

    public init(
      request: RequestID,
      subscription: SubscriptionID
    ) {
      self.request = request
      self.subscription = subscription
    }
  }

  /// Acknowledges an UNSUBSCRIBE, or with request 0 revokes a subscription.
  public struct Unsubscribed: Sendable, Equatable {
    public var request: RequestID
    /// The revoked subscription.
    public var subscription: SubscriptionID?
    public var reason: String?

    public init(
      request: RequestID,
      subscription: SubscriptionID? = nil,
      reason: String? = nil
    ) {
      self.request = request
      self.subscription = subscription
      self.reason = reason
    }
  }
}
