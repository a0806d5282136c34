public import FlatBuffersRuntime
internal import NIOCore
internal import SharedBytes
public import WAMP

extension WAMPSession {
  /// Builds a record and publishes it.
  ///
  /// Waits until the router has acknowledged it, unless the options say otherwise.
  ///
  /// - Returns: the router's identifier of the publication; `nil` if it was not asked to acknowledge.
  /// - Throws: ``WAMPError``, such as `wamp.error.not_authorized`; `wamp.error.payload_size_exceeded` if
  ///   the router does not accept so large a message.
  @discardableResult
  public func publish<Record: FlatTable & ~Escapable>(
    _ draft: Record.Draft, to topic: Topic<Record>, options: PublishOptions = PublishOptions()
  ) async throws -> PublicationID? {
    try await publish(RecordBuffer<Record>(draft), to: topic, options: options)
  }

  /// Publishes a record as it is.
  @discardableResult
  public func publish<Record: FlatTable & ~Escapable>(
    _ record: RecordBuffer<Record>, to topic: Topic<Record>, options: PublishOptions = PublishOptions()
  ) async throws -> PublicationID? {
    let payload =
      options.asPlainArguments
      ? try plainArguments(of: record, for: topic.uri, topic.schema)
      : .record(record.bytes, form: RecordForm(for: routerRoles, as: .broker))
    return try await publish(payload, to: topic.uri, options: options)
  }

  /// Publishes arguments to any topic.
  ///
  ///     try await session.publish(["door", 3], to: "com.example.opened")
  @discardableResult
  public func publish(
    _ arguments: [Value], keywords: [String: Value] = [:], to topic: String,
    options: PublishOptions = PublishOptions()
  ) async throws -> PublicationID? {
    try await publish(Payload(arguments: arguments, keywords: keywords), to: topic, options: options)
  }

  /// Publishes any payload to any topic.
  @discardableResult
  public func publish(
    _ payload: Payload, to topic: String, options: PublishOptions = PublishOptions()
  ) async throws -> PublicationID? {
    guard let observation else { return try await send(payload, to: topic, options) }
    return try await observation.publishing(topic) { trace in
      var options = options
      options.trace = trace
      return try await send(payload, to: topic, options)
    }
  }

  private func send(
    _ payload: Payload, to topic: String, _ options: PublishOptions
  ) async throws -> PublicationID? {
    let answer = try await request { connection, promise in
      let message = try connection.session.publish(
        topic, payload, options: options, token: .promise(promise))
      try connection.send(.publish(message), of: message.request, "the event of \(topic)")
      if !options.acknowledge { promise.succeed(.done) }
      return message.request
    }
    guard case .published(let id) = answer else { return nil }
    return id
  }
}
