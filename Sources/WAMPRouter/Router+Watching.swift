internal import NIOCore
package import WAMP
package import WAMPObservation

extension Router {
  /// Tells at once and whenever procedures of a realm came or went since it was read, however many; ends when the router
  /// stops. ``procedures(in:)`` tells which there are.
  ///
  /// - Throws: ``WAMPError`` if the router has no such realm or is being stopped.
  package func procedureChanges(in realm: String?) async throws -> AsyncStream<Void> {
    let owner = try owner(of: realm)
    return try await owner.eventLoop.submit { try owner.value.watchProcedures() }.get()
  }

  /// The procedures and patterns that are registered in a realm, those answered from a store included.
  ///
  /// - Throws: ``WAMPError`` if the router has no such realm.
  package func procedures(in realm: String?) async throws -> [URIPattern] {
    let owner = try owner(of: realm)
    return try await owner.eventLoop.submit { owner.value.realm.registeredProcedures }.get()
  }

  /// Some of the topics and patterns that sessions of a realm are subscribed to, in no order, and how many are to each.
  ///
  /// - Parameter limit: the most of them.
  /// - Throws: ``WAMPError`` if the router has no such realm.
  package func subscriptions(
    in realm: String?, atMost limit: Int
  ) async throws -> [(pattern: URIPattern, subscribers: Int)] {
    let owner = try owner(of: realm)
    return try await owner.eventLoop.submit { owner.value.realm.subscriptions(atMost: limit) }.get()
  }

  /// What the router did until now, in all realms.
  package func reading() async -> RouterReading { await RouterReading(of: owners, reception) }
}
