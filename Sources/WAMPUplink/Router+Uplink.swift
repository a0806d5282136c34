internal import Logging
internal import NIOCore
public import WAMP
public import WAMPClient
public import WAMPRouter

extension Router {
  /// Offers procedures of a realm to a realm of another router, ours or Crossbar.io, and passes events on: those who are
  /// connected there reach what is registered and stored here.
  ///
  ///     let outside = try await WAMPSession.connect(
  ///       to: "rs://crossbar:8080", realm: "realm1", reconnection: Reconnection())
  ///     let uplink = try await router.uplink(
  ///       to: outside, offering: [.prefix("com.example.users.")], publishing: ["com.example.users.changed"])
  ///
  /// What is registered here later is offered, too, and what is registered no more is withdrawn. A call from outside is
  /// one of the uplink's session here: its ``UplinkOptions/authrole`` says what it may do, procedures see that session, and
  /// not who calls outside. Payloads pass as they are. Progressive results, calls in parts, errors, timeouts and
  /// cancelling pass through, as far as the other router knows them.
  ///
  /// With ``Reconnection`` the session offers and follows all anew after an outage. Calls under way fail; events wait
  /// within the bounds of ``UplinkOptions/buffering``. What the other router does not take then, or of what comes later,
  /// is logged, is in ``Uplink/refusals``, and is tried again after 1 s to 1 min.
  ///
  /// Uplinks must form a tree: nothing tells of an event, or of a procedure, that it has come back in a circle.
  ///
  /// - Parameters:
  ///   - session: one with the other router; stays open when the uplink ends.
  ///   - procedures: which procedures are offered. The router's own ones, `wamp.…`, never are.
  ///   - topics: which topics' events are published there, too. The router's own ones are not.
  ///   - others: which topics' events of the other realm are published here.
  ///   - realm: one of ``realms``; `nil` is the first.
  /// - Returns: once all that is registered by now is offered.
  /// - Throws: ``WAMPError`` naming what the other router or the realm's permissions do not allow, or what is no
  ///   pattern; nothing is offered then.
  public func uplink(
    to session: WAMPSession, offering procedures: [URIPattern] = [], publishing topics: [URIPattern] = [],
    receiving others: [URIPattern] = [], from realm: String? = nil, _ options: UplinkOptions = UplinkOptions()
  ) async throws -> Uplink {
    try await uplink(
      to: session, closing: false, offering: procedures, publishing: topics, receiving: others, from: realm,
      options)
  }

  func uplink(
    to outside: WAMPSession, closing closesOutside: Bool, offering procedures: [URIPattern],
    publishing topics: [URIPattern], receiving others: [URIPattern], from realm: String?,
    _ options: UplinkOptions
  ) async throws -> Uplink {
    for pattern in procedures + topics + others { try pattern.check() }
    let changes = try await procedureChanges(in: realm)
    let inside = try await WAMPSession.connect(
      to: inProcess(authrole: options.authrole), realm: realm ?? self.realm,
      serializers: [outside.serializer], group: outside.eventLoop, logger: outside.logger)
    let (signals, signal) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let logger = outside.logger
    let losses = EventLosses(logger: logger)
    let offered = OfferedProcedures(
      CallForwarder(inside: inside, outside: outside), options, logger: logger, onLoss: { signal.yield() })
    let forwarders = [(inside, outside, topics), (outside, inside, others)].map { source, target, patterns in
      EventForwarder(
        source: source, target: target, patterns: patterns, buffering: options.buffering, losses: losses,
        logger: logger)
    }
    let run = UplinkRun(
      router: self, realm: realm, inside: inside, outside: outside, closesOutside: closesOutside,
      patterns: procedures, offered: offered, forwarders: forwarders, procedureChanges: changes,
      signals: signals, signal: signal, logger: logger)
    do {
      let streams = try await run.begin()
      return Uplink(offered, losses, Task { try await run.run(streams) })
    } catch {
      await run.end()
      throw error
    }
  }
}

extension URIPattern {
  fileprivate func check() throws(WAMPError) {
    if let fault = URI.fault(inPattern: text, for: match) {
      throw WAMPError(.invalidURI, "\(text.quoted) is not a pattern: \(fault)")
    }
  }
}
