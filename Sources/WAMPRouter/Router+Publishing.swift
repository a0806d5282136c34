public import FlatBuffersRuntime
internal import NIOCore
public import WAMP

extension Router {
  /// Publishes a record of this process to all subscribers of a topic.
  ///
  /// The bytes are sent from where they lie: publish what `Store.pin` returned and a stored record is
  /// the event.
  ///
  /// - Parameter realm: one of ``realms``; `nil` is the first.
  /// - Returns: the publication's identifier, once the event is on its way.
  /// - Throws: ``WAMPError`` if the router has no such realm.
  @discardableResult
  public func publish<Record: FlatTable & ~Escapable>(
    _ record: RecordBuffer<Record>, to topic: Topic<Record>, in realm: String? = nil
  ) async throws -> PublicationID {
    let uri = topic.uri
    let payload = Payload.record(record.bytes, form: .passthru)
    let owner = try owner(of: realm)
    return try await owner.eventLoop.submit { owner.value.publish(uri, payload) }.get()
  }

  /// Builds a record and publishes it.
  ///
  /// - Throws: ``BuildError`` if the record would be larger than 2 GiB, ``WAMPError`` if the router has no such realm.
  @discardableResult
  public func publish<Record: FlatTable & ~Escapable>(
    _ draft: Record.Draft, to topic: Topic<Record>, in realm: String? = nil
  ) async throws -> PublicationID {
    try await publish(RecordBuffer<Record>(draft), to: topic, in: realm)
  }
}
