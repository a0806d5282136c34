extension Message {
  /// Publishes an event.
  public struct Publish: Sendable, Equatable {
    public var request: RequestID
    public var topic: String
    public var payload: Payload
    /// Whether PUBLISHED or ERROR is wanted as an answer.
    public var acknowledge: Bool
    /// Whether the publisher is left out, even if it subscribes to the topic.
    public var excludeMe: Bool
    /// Whether subscribers are told who published.
    public var discloseMe: Bool
    public var audience: Audience
    public var retain: Bool
    /// The trace that the event is part of.
    public var trace: TraceContext
    /// The options that have no property here.
    public var options: Options

    public init(
      request: RequestID,
      topic: String,
      payload: Payload = .none,
      acknowledge: Bool = false,
      excludeMe: Bool = true,
      discloseMe: Bool = false,
      audience: Audience = Audience(),
      retain: Bool = false,
      trace: TraceContext = TraceContext(),
      options: Options = Options()
    ) {
      self.request = request
      self.topic = topic
      self.payload = payload
      self.acknowledge = acknowledge
      self.excludeMe = excludeMe
      self.discloseMe = discloseMe
      self.audience = audience
      self.retain = retain
      self.trace = trace
      self.options = options
    }
  }

  /// Acknowledges a PUBLISH.
  public struct Published: Sendable, Equatable {
    public var request: RequestID
    public var publication: PublicationID

    public init(
      request: RequestID,
      publication: PublicationID
    ) {
      self.request = request
      self.publication = publication
    }
  }

  /// Delivers an event to a subscriber.
  public struct Event: Sendable, Equatable {
    public var subscription: SubscriptionID
    public var publication: PublicationID
    public var payload: Payload
    /// The publishing session, if disclosed.
    public var publisher: SessionID?
    public var publisherAuthID: String?
    public var publisherAuthRole: String?
    /// The topic published to; present when the subscription is to a pattern.
    public var topic: String?
    public var retained: Bool
    /// How far the router trusts the publisher: 0 the least, higher ones as the application defines them.
    public var trustLevel: UInt64?
    /// The trace that the event is part of.
    public var trace: TraceContext
    /// The details that have no property here.
    public var details: Options

    public init(
      subscription: SubscriptionID,
      publication: PublicationID,
      payload: Payload = .none,
      publisher: SessionID? = nil,
      publisherAuthID: String? = nil,
      publisherAuthRole: String? = nil,
      topic: String? = nil,
      retained: Bool = false,
      trustLevel: UInt64? = nil,
      trace: TraceContext = TraceContext(),
      details: Options = Options()
    ) {
      self.subscription = subscription
      self.publication = publication
      self.payload = payload
      self.publisher = publisher
      self.publisherAuthID = publisherAuthID
      self.publisherAuthRole = publisherAuthRole
      self.topic = topic
      self.retained = retained
      self.trustLevel = trustLevel
      self.trace = trace
      self.details = details
    }
  }
  /// Tells the router that an event arrived, for subscriptions with acknowledged delivery.
  public struct EventReceived: Sendable, Equatable {
    public var publication: PublicationID
    /// The details that have no property here.
    public var details: Options

    public init(
      publication: PublicationID,
      details: Options = Options()
    ) {
      self.publication = publication
      self.details = details
    }
  }
}

extension Message.Publish: MessageFields {
  static var code: MessageCode { .publish }
  var faultyRequest: RequestID? { request }
  var wantsAnswer: Bool { acknowledge }

  init() { self.init(request: RequestID(0), topic: "") }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.options("options", &options) { (coder: inout Coder) throws(FieldFault) in
      try coder.trace(&trace)
      try coder.flag("acknowledge", &acknowledge)
      try coder.flag("disclose_me", &discloseMe)
      try coder.option("eligible", &audience.eligible)
      try coder.option("eligible_authid", &audience.eligibleAuthIDs)
      try coder.option("eligible_authrole", &audience.eligibleAuthRoles)
      try coder.list("exclude", &audience.exclude)
      try coder.list("exclude_authid", &audience.excludeAuthIDs)
      try coder.list("exclude_authrole", &audience.excludeAuthRoles)
      try coder.flag("exclude_me", &excludeMe, unless: true)
      try coder.attributes(of: &payload)
      try coder.flag("retain", &retain)
    }
    try coder.text("topic", &topic)
    try coder.payload(&payload)
  }
}

extension Message.Published: MessageFields {
  static var code: MessageCode { .published }

  init() { self.init(request: RequestID(0), publication: PublicationID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.request(&request)
    try coder.id("publication", &publication)
  }
}

extension Message.Event: MessageFields {
  static var code: MessageCode { .event }

  init() { self.init(subscription: SubscriptionID(0), publication: PublicationID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.id("subscription", &subscription)
    try coder.id("publication", &publication)
    try coder.options("details", &details) { (coder: inout Coder) throws(FieldFault) in
      try coder.trace(&trace)
      try coder.attributes(of: &payload)
      try coder.option("publisher", &publisher)
      try coder.option("publisher_authid", &publisherAuthID)
      try coder.option("publisher_authrole", &publisherAuthRole)
      try coder.flag("retained", &retained)
      try coder.option("topic", &topic)
      try coder.option("trustlevel", &trustLevel)
    }
    try coder.payload(&payload)
  }
}

extension Message.EventReceived: MessageFields {
  static var code: MessageCode { .eventReceived }

  init() { self.init(publication: PublicationID(0)) }

  mutating func code<Coder: FieldCoder & ~Copyable>(with coder: inout Coder) throws(FieldFault) {
    try coder.id("publication", &publication)
    try coder.options("details", &details, isOmittable: true) { (_: inout Coder) throws(FieldFault) in }
  }
}
