public import FlatBuffersRuntime
internal import NIOCore
public import WAMP

extension WAMPSession {
  /// Subscribes to a typed topic.
  ///
  ///     for try await event in try await session.subscribe(to: .usersChanged) {
  ///       print(event.record.name.description)
  ///     }
  ///
  /// - Returns: the events from now on, once the router has confirmed the subscription.
  public func subscribe<Record: FlatTable & ~Escapable>(
    to topic: Topic<Record>
  ) async throws -> Events<Record> {
    let uri = topic.uri
    let (stream, continuation) = AsyncThrowingStream.makeStream(of: Event<Record>.self)
    let sink = EventSink(
      onEvent: { event in
        do {
          let buffer = try RecordBuffer<Record>(event.payload, of: uri)
          continuation.yield(Event(publication: event.publication, buffer: buffer))
        } catch {
          continuation.finish(throwing: error)
        }
      },
      onEnd: { error in continuation.finish(throwing: error) })
    let answer = try await request { connection, token in
      let message = try connection.session.subscribe(uri, token: token)
      // The sink must be in place before the first EVENT, which may follow at once.
      token.futureResult.assumeIsolated().whenSuccess { answer in
        if case .subscribed(let id) = answer { connection.subscribers[id, default: []].append(sink) }
      }
      connection.send(.subscribe(message))
    }
    guard case .subscribed(let id) = answer else {
      throw WAMPError(.protocolViolation, "SUBSCRIBE was not answered with SUBSCRIBED")
    }
    let connection = connection
    continuation.onTermination = { _ in
      connection.eventLoop.execute { connection.value.unsubscribe(sink, from: id) }
    }
    return Events(stream: stream)
  }
}

extension ClientConnection {
  /// Removes a subscriber; the last one ends the subscription at the router.
  func unsubscribe(_ sink: EventSink, from id: SubscriptionID) {
    guard let index = subscribers[id]?.firstIndex(where: { $0 === sink }) else { return }
    subscribers[id]?.remove(at: index)
    let token = loop.makePromise(of: Answer.self)
    do {
      guard let message = try session.unsubscribe(id, token: token) else { return token.succeed(.done) }
      subscribers[id] = nil
      send(.unsubscribe(message))
    } catch {
      token.fail(error)
    }
  }
}
