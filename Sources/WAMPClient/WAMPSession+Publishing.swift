public import FlatBuffersRuntime
internal import SharedBytes
public import WAMP

extension WAMPSession {
  /// Publishes a record as it is, and waits until the router has acknowledged it.
  @discardableResult
  public func publish<Record: FlatTable & ~Escapable>(
    _ record: RecordBuffer<Record>, to topic: Topic<Record>
  ) async throws -> PublicationID {
    let form = RecordForm(for: routerRoles, as: .broker)
    return try await publish(.record(record.bytes, form: form), to: topic.uri)
  }

  /// Builds a record, publishes it, and waits until the router has acknowledged it.
  @discardableResult
  public func publish<Record: FlatTable & ~Escapable>(
    _ draft: Record.Draft, to topic: Topic<Record>
  ) async throws -> PublicationID {
    try await publish(RecordBuffer<Record>(draft), to: topic)
  }

  /// Publishes any payload, and waits until the router has acknowledged it.
  @discardableResult
  public func publish(_ payload: Payload, to topic: String) async throws -> PublicationID {
    let answer = try await request { connection, token in
      connection.send(.publish(try connection.session.publish(topic, payload, token: token)))
    }
    guard case .published(let id) = answer else {
      throw WAMPError(.protocolViolation, "PUBLISH was not answered with PUBLISHED")
    }
    return id
  }
}
