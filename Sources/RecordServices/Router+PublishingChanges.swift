public import FlatBuffersRuntime
public import RecordStore
public import WAMP
public import WAMPRouter

extension Router {
  /// Publishes what is committed to a table of a store: each change of a row is an event of a topic.
  ///
  ///     try await router.publishChanges(of: .users, from: store, to: .usersChanged)
  ///
  /// Also what other processes commit to the store's file; see `Store.changes(of:)`. The events come in the order of the
  /// commits. Of a put the record is the payload: the bytes that are stored, encoded once for all subscribers of a form
  /// and a format. A delete has no record. The commit's number, the key and the operation are in the event's details as
  /// ``ChangeDetails``, which clients of this package get with `session.changes(on:)`. Where it can't be told what changed,
  /// an event says so.
  ///
  /// A topic has one such publication, which keeps the store open. It goes on until it is cancelled, or the store is
  /// closed, or the router is stopped; an error that ends it is logged, too.
  ///
  /// - Parameters:
  ///   - realm: one of the router's realms; `nil` is the first.
  ///   - commit: the commit after which it begins, as the store's log tells it; `nil` begins with the next commit.
  ///   - buffer: how much waits while the router has no time for more.
  /// - Throws: ``StoreError`` if the store was closed, or its log does not reach back so far; ``WAMPError`` if the router
  ///   has no such realm or is being stopped, or the topic has a publication already.
  @discardableResult
  public func publishChanges<Record: FlatTable & ~Escapable, Key>(
    of table: Table<Record, Key>, from store: Store, to topic: Topic<Record>, in realm: String? = nil,
    since commit: UInt64? = nil, buffer: ChangeBuffer = ChangeBuffer()
  ) async throws -> ChangePublication {
    let changes =
      if let commit {
        try store.changes(of: table, since: commit, buffer: buffer)
      } else {
        try store.changes(of: table, buffer: buffer)
      }
    return try await publish(changes, ChangePublisher.newPublication(), from: store, to: topic.uri, in: realm)
  }

  /// Publishes what a stream of a store's changes tells.
  ///
  /// - Parameter publication: the number of the publication.
  func publish<Record: FlatTable & ~Escapable, Key>(
    _ changes: TableChanges<Record, Key>, _ publication: UInt64, from store: Store, to topic: String,
    in realm: String?
  ) async throws -> ChangePublication {
    let interface = try Record.embeddedSchema.flatMap { schema throws(WAMPError) in
      DescribedInterface(eventsOf: Record.schemaName, try describedSchema(schema))
    }
    let task = try await startPublishing(to: topic, as: interface, in: realm) { topic in
      defer { withExtendedLifetime(store) {} }
      var publisher = ChangePublisher(topic, publication)
      for try await event in changes { try await publisher.publish(event) }
    }
    return ChangePublication(task: task)
  }
}
