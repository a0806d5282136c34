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
    /// The options that have no property here.
    public var options: [String: Value]

    public init(
      request: RequestID,
      topic: String,
      payload: Payload = .none,
      acknowledge: Bool = false,
      excludeMe: Bool = true,
      discloseMe: Bool = false,
      audience: Audience = Audience(),
      retain: Bool = false,
      options: [String: Value] = [:]
    ) {
      self.request = request
      self.topic = topic
      self.payload = payload
      self.acknowledge = acknowledge
      self.excludeMe = excludeMe
      self.discloseMe = discloseMe
      self.audience = audience
      self.retain = retain
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
    /// The details that have no property here.
    public var details: [String: Value]

    public init(
      subscription: SubscriptionID,
      publication: PublicationID,
      payload: Payload = .none,
      publisher: SessionID? = nil,
      publisherAuthID: String? = nil,
      publisherAuthRole: String? = nil,
      topic: String? = nil,
      retained: Bool = false,
      details: [String: Value] = [:]
    ) {
      self.subscription = subscription
      self.publication = publication
      self.payload = payload
      self.publisher = publisher
      self.publisherAuthID = publisherAuthID
      self.publisherAuthRole = publisherAuthRole
      self.topic = topic
      self.retained = retained
      self.details = details
    }
  }
}
