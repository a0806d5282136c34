internal import Synchronization
internal import WAMP

/// What is known of a session while its router's WELCOME holds.
struct SessionFacts: Sendable {
  let welcome: Message.Welcome
  let limits: SessionLimits
  let differingSchemas: [SchemaDifference]
  let serializer: SerializerKind

  init(
    _ welcome: Message.Welcome, on connection: ClientConnection
  ) {
    self.welcome = welcome
    limits = connection.routerLimits
    differingSchemas = connection.session.differingSchemas
    serializer = connection.serializer
  }
}

/// The facts at present: changed by the session's event loop with each new connection, read by any task. As both own
/// it, here is a lock; it is held for a copy.
final class CurrentFacts: Sendable {
  private let facts: Mutex<SessionFacts>

  init(_ facts: SessionFacts) { self.facts = Mutex(facts) }

  var value: SessionFacts { facts.withLock { $0 } }

  func change(to new: SessionFacts) { facts.withLock { $0 = new } }
}
