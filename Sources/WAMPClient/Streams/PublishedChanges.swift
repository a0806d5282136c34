public import FlatBuffersRuntime
public import WAMP

/// A change of a table that a router publishes: see ``WAMPSession/changes(on:buffering:)``.
public enum PublishedChange<Record: FlatTable & ~Escapable>: Sendable {
  /// A record was stored, in place of another one or as a new row.
  case put(ChangeDetails.Row, RecordBuffer<Record>)
  /// A row was deleted.
  case delete(ChangeDetails.Row)
  /// Something changed, and it can't be told what: what was read of the table before is to be read anew.
  case unknown(ChangeDetails.Unknown)
}

/// The changes of a table, as a router publishes them to a topic, in the order of the commits.
///
/// Where events were lost, as they are for who is too slow or while there is no connection, the next one is preceded by
/// ``PublishedChange/unknown(_:)``, the first one, too. Otherwise as ``Events``; for one loop.
public struct PublishedChanges<Record: FlatTable & ~Escapable>: AsyncSequence, Sendable {
  let events: Events<PublishedChangeEvent<Record>>

  /// How many events were skipped so far, because they told no change.
  public var rejected: Int { events.rejected }

  /// Ends the subscription, and returns once the router has confirmed it; as ``Events/cancel()``.
  ///
  /// - Throws: ``WAMPError`` if the session ends before that.
  public func cancel() async throws { try await events.cancel() }

  public struct AsyncIterator: AsyncIteratorProtocol {
    var events: Events<PublishedChangeEvent<Record>>.AsyncIterator
    private var last: ChangeDetails?
    /// What follows on what was missed.
    private var following: PublishedChange<Record>?

    init(_ events: Events<PublishedChangeEvent<Record>>.AsyncIterator) { self.events = events }

    public mutating func next() async throws -> PublishedChange<Record>? {
      if let change = following.take() { return change }
      guard let event = try await events.next() else { return nil }
      defer { last = event.details }
      guard let missed = missed(before: event) else { return event.change }
      following = event.change
      return .unknown(missed)
    }

    /// What the events' numbers can't tell before there is one to count from, the subscription and the router do.
    private func missed(before event: PublishedChangeEvent<Record>) -> ChangeDetails.Unknown? {
      if let last { return event.details.missed(since: last) }
      return event.followsLoss || events.source.mayLackEvents ? event.details.missedBefore : nil
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(events.makeAsyncIterator()) }
}

/// One event of a topic that changes are published to.
struct PublishedChangeEvent<Record: FlatTable & ~Escapable>: Sendable {
  let details: ChangeDetails
  let change: PublishedChange<Record>
  /// Whether the router dropped events right before it.
  let followsLoss: Bool

  /// A change whose record is none of the topic's is an unknown one.
  ///
  /// - Throws: ``WAMPError/Code/invalidPayload`` if the event tells no change.
  init(_ event: Message.Event, of topic: String) throws {
    guard let details = ChangeDetails(event.details) else {
      throw WAMPError(.invalidPayload, "\(topic): the event tells no change of a table")
    }
    self.details = details
    followsLoss = event.followsLoss
    switch details.change {
    case .put(let row):
      do throws(WAMPError) {
        change = .put(row, try RecordBuffer<Record>(event.payload, of: topic))
      } catch {
        change = .unknown(.init(since: row.commit, through: row.commit, reason: error.message))
      }
    case .delete(let row): change = .delete(row)
    case .unknown(let unknown): change = .unknown(unknown)
    }
  }
}
