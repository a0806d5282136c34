public import FlatBuffersRuntime
public import WAMP

/// One event of a typed topic.
public struct Event<Record: FlatTable & ~Escapable>: Sendable {
  /// What the router says about it: the publisher, if it is disclosed, and more.
  public let details: EventDetails
  /// The record, which owns its bytes.
  public let buffer: RecordBuffer<Record>

  /// The router's identifier of the publication.
  public var publication: PublicationID { details.publication }

  /// The record in place, valid as long as this event.
  public var record: Record {
    @_lifetime(borrow self)
    get { buffer.record }
  }
}

/// One event of any topic.
public struct UntypedEvent: Sendable, Equatable {
  /// What the router says about it: the topic, the publisher, if it is disclosed, and more.
  public let details: EventDetails
  /// What was published; see `Payload.arguments()`.
  public let payload: Payload

  /// The router's identifier of the publication.
  public var publication: PublicationID { details.publication }

  /// The topic that was published to, which with a pattern is not the one subscribed to.
  public var topic: String { details.topic }
}
