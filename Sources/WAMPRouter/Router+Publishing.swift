public import FlatBuffersRuntime
internal import NIOCore
public import WAMP

extension Router {
  /// Publishes a record of this process to all subscribers of a topic.
  ///
  /// The bytes are sent from where they lie: publish what `Store.pin` returned and a stored record is
  /// the event.
  ///
  /// - Parameters:
  ///   - realm: one of ``realms``; `nil` is the first.
  ///   - retain: whether the topic keeps the event for those who subscribe later.
  /// - Returns: the publication's identifier, once the event is on its way; of a topic with a history once it is stored.
  /// - Throws: ``WAMPError`` if the router has no such realm, or its topics keep too much already; if the topic has a
  ///   history and the event could not be stored, though it may have been delivered.
  @discardableResult
  public func publish<Record: FlatTable & ~Escapable>(
    _ record: RecordBuffer<Record>, to topic: Topic<Record>, in realm: String? = nil, retain: Bool = false
  ) async throws -> PublicationID {
    let uri = topic.uri
    let payload = Payload.record(record.bytes, form: .passthru)
    let owner = try owner(of: realm)
    return try await owner.eventLoop.flatSubmit {
      do {
        return try owner.value.publish(uri, payload, retain: retain)
      } catch {
        return owner.eventLoop.makeFailedFuture(error)
      }
    }.get()
  }

  /// Builds a record and publishes it.
  ///
  /// - Throws: ``BuildError`` if the record would be larger than 2 GiB, ``WAMPError`` as without building.
  @discardableResult
  public func publish<Record: FlatTable & ~Escapable>(
    _ draft: Record.Draft, to topic: Topic<Record>, in realm: String? = nil, retain: Bool = false
  ) async throws -> PublicationID {
    try await publish(RecordBuffer<Record>(draft), to: topic, in: realm, retain: retain)
  }
}
