extension Message {
  /// Subscribes to a topic or a pattern of topics.
  public struct Subscribe: Sendable, Equatable {
    public var request: RequestID
    public var topic: String
    public var match: MatchPolicy
    public var getRetained: Bool
    /// The options that have no property here.
    public var options: Options

    public init(
      request: RequestID,
      topic: String,
      match: MatchPolicy = .exact,
      getRetained: Bool = false,
      options: Options = Options()
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

extension Message.Subscribe: MessageFields {
  static var code: MessageCode { .subscribe }
  var faultyRequest: RequestID? { request }

  init() { self.init(request: RequestID(0), topic: "") }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.options("options", &options) { (coder: inout Coder) throws(FieldFault) in
      try coder.flag("get_retained", &getRetained)
      try coder.choice("match", &match, unless: .exact)
    }
    try coder.text("topic", &topic)
  }
}

extension Message.Subscribed: MessageFields {
  static var code: MessageCode { .subscribed }

  init() { self.init(request: RequestID(0), subscription: SubscriptionID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.id("subscription", &subscription)
  }
}

extension Message.Unsubscribe: MessageFields {
  static var code: MessageCode { .unsubscribe }
  var faultyRequest: RequestID? { request }

  init() { self.init(request: RequestID(0), subscription: SubscriptionID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.id("subscription", &subscription)
  }
}

extension Message.Unsubscribed: MessageFields {
  static var code: MessageCode { .unsubscribed }

  init() { self.init(request: RequestID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request, orZero: true)
    var rest = Options()
    try coder.options("details", &rest, isOmittable: true) { (coder: inout Coder) throws(FieldFault) in
      try coder.reason("reason", &reason)
      try coder.option("subscription", &subscription)
    }
  }
}
