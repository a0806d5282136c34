/// Where URIs lead in a realm, and who may go there: a value that each reader has a snapshot of.
package struct RoutingTable: Sendable {
  /// Where a procedure is answered.
  package enum Route: Sendable, Equatable {
    /// On the caller's own event loop, by the responder of this number.
    case callersLoop(responder: Int)
    /// By the realm, with the meta procedure of this number.
    case realm(procedure: Int)
    /// By whoever made this registration.
    case registration(RegistrationID)
  }

  package var procedures = URIPatterns<Route>()
  package var permissions: Permissions
  /// How far roles are trusted, as callees and subscribers are told: 0 the least.
  package var trustLevels: [String: UInt64]
  /// What payloads have to be; `nil` if nobody looks at them.
  package var inventory: PayloadInventory?
  package let limits: RealmLimits
  package let uriRule: URI.Rule

  package init(
    permissions: Permissions = .open, trustLevels: [String: UInt64] = [:],
    inventory: PayloadInventory? = nil, limits: RealmLimits = RealmLimits(),
    uriRule: URI.Rule = .loose
  ) {
    self.permissions = permissions
    self.trustLevels = trustLevels
    self.inventory = inventory
    self.limits = limits
    self.uriRule = uriRule
  }

  /// What the request of a call, and what answers it, have to be; `nil` if nobody says.
  ///
  /// The URI that is called decides, also where a pattern is registered.
  @inline(__always)
  func check(of procedure: Span<UInt8>) -> CheckedProcedure? { inventory?.procedure(procedure) }

  /// What an event has to be; `nil` if nobody says.
  func check(ofTopic topic: Span<UInt8>) -> PayloadCheck? { inventory?.topic(topic) }

  /// Where calls lead that no exact registration is for: the longest prefix goes first, then wildcards.
  ///
  /// Nobody's pattern covers what belongs to the router.
  package func pattern(covering procedure: Span<UInt8>) -> Route? {
    URI.isReserved(procedure) ? nil : procedures.firstPattern(covering: procedure)
  }
}
