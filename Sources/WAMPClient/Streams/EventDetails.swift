public import WAMP

/// What the router says about an event.
public struct EventDetails: Sendable, Equatable {
  /// The router's identifier of the publication.
  public let publication: PublicationID
  /// The topic that was published to.
  public let topic: String
  /// The publishing session, if the router discloses it.
  public let publisher: SessionID?
  /// Whom the router takes the publisher for, if it discloses it.
  public let publisherAuthID: String?
  /// The publisher's role at the router, if it discloses it.
  public let publisherAuthRole: String?
  /// Whether the router had kept the event, so that it may be old.
  public let retained: Bool
  /// How far the router trusts the publisher, if it says so: 0 the least, higher ones as the application defines them.
  public let trustLevel: UInt64?
  /// The trace that the event is part of, if its publisher says so: what an instrument's extractor reads.
  public let trace: TraceContext
  /// Details that have no property here, by their names in the protocol.
  public let others: Options

  /// Whether the router dropped events of the subscription right before this one, as the connection was full or could not
  /// take them: routers of this package say so. Read anew each time.
  public var followsLoss: Bool { others.tellsOfLoss }

  /// The change of a table that the event tells, if a router publishes those to the topic; read anew each time.
  public var change: ChangeDetails? { ChangeDetails(others) }

  /// - Parameter topic: the one subscribed to, which the router need not repeat.
  init(_ event: Message.Event, topic: String) {
    publication = event.publication
    self.topic = event.topic ?? topic
    publisher = event.publisher
    publisherAuthID = event.publisherAuthID
    publisherAuthRole = event.publisherAuthRole
    retained = event.retained
    trustLevel = event.trustLevel
    trace = event.trace
    others = event.details
  }
}
