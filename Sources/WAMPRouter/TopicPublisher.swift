internal import NIOCore
package import WAMP

/// Publishes events of this process to a topic, in their order and no faster than they are passed on.
package struct TopicPublisher: Sendable {
  let topic: String
  let owner: RealmOwner.Handle

  /// Publishes events.
  ///
  /// Returns once all event loops have passed on what they got of them: a publisher that waits for it holds no more than
  /// these. What a subscriber does not read is limited by its connection.
  package func publish(_ events: [LocalEvent]) async throws {
    let (topic, owner) = (topic, owner)
    var rest = events[...]
    while !rest.isEmpty {
      let next = rest
      let count = try await owner.eventLoop.flatSubmit { owner.value.publish(next, to: topic) }.get()
      rest = rest.dropFirst(count)
    }
  }
}

extension Router {
  /// Runs what publishes events of this process to a topic until it ends: in a task that is cancelled when the router is
  /// stopped. What it throws is logged, too.
  ///
  /// - Parameter interface: what the topic's events are, if that is known.
  /// - Throws: ``WAMPError`` if the router has no such realm or is being stopped, or something is run already for the
  ///   topic.
  package func startPublishing(
    to topic: String, as interface: DescribedInterface? = nil, in realm: String?,
    _ body: @escaping @Sendable (TopicPublisher) async throws -> Void
  ) async throws -> Task<Void, any Error> {
    let owner = try owner(of: realm)
    return try await owner.eventLoop.submit {
      try owner.value.startPublishing(to: topic, as: interface, body)
    }.get()
  }
}
