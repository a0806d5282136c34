import Flatwire
import Programs
import Synchronization
import Testing

/// Clients that come back with a cookie, to a router that gave it.
@Suite(.oneAtATime, .timeLimit(.minutes(30))) struct CookieTests {
  /// Runs a test with a router that gives cookies and knows joe, by ticket, in two realms.
  private func withRouter(
    accepting: Bool = true, _ limits: Router.Limits = Router.Limits(), _ body: (Router) async throws -> Void
  ) async throws {
    var endpoint = Endpoint.webSocket(port: 0)
    endpoint.webSocket?.cookie = .init()
    let router = try await Router.start(
      [endpoint], realms: ["realm1", "realm2"].map { realm($0, accepting: accepting) }, limits: limits)
    let result = await Result.of { try await body(router) }
    await router.stop()
    try result.get()
  }

  private func realm(_ name: String, role: String = "user", accepting: Bool = true, hasJoe: Bool = true)
    -> RealmConfiguration
  {
    var authentication = Authentication(
      principals: hasJoe ? [Principal("joe", role: role, .ticket("secret"))] : [], anonymousRole: "guest")
    authentication.acceptsCookies = accepting
    return RealmConfiguration(name, authentication: authentication)
  }

  /// Counts how often a client is asked for its ticket.
  private final class Tickets: Sendable {
    private let asked = Atomic(0)
    var count: Int { asked.load(ordering: .relaxed) }
    var authentication: ClientAuthentication {
      [
        .cookie,
        .ticket {
          self.asked.add(1, ordering: .relaxed)
          return "secret"
        },
      ]
    }
  }

  private func connect(_ wire: Wire, _ tickets: Tickets) async throws -> WAMPSession {
    try await WAMPSession.connect(
      to: "ws://127.0.0.1:\(wire.port)/", realm: "realm1", authid: "joe",
      authentication: tickets.authentication, reconnection: .quick)
  }

  @Test("our client is asked for its ticket once, and comes back with the cookie", arguments: [true, false])
  func reconnecting(resuming: Bool) async throws {
    var limits = Router.Limits()
    if !resuming { limits.resumptionTime = .zero }
    try await withRouter(limits) { router in
      let (wire, tickets) = (try await Wire.start(to: router.port), Tickets())
      let session = try await connect(wire, tickets)
      #expect(session.authmethod == "ticket" && tickets.count == 1)
      let id = session.id
      for _ in 0..<2 {
        try await wire.outage(of: session)
        #expect((session.id == id) == resuming)
        #expect(session.authid == "joe" && session.authrole == "user")
        #expect(session.authmethod == "cookie")
      }
      #expect(tickets.count == 1)
      await session.close()
      wire.cut()
    }
  }

  @Test(
    "a cookie that was forgotten, or whose principal is gone, is worth nothing", arguments: [true, false])
  func forgetting(resuming: Bool) async throws {
    var limits = Router.Limits()
    if !resuming { limits.resumptionTime = .zero }
    try await withRouter(limits) { router in
      let (wire, tickets) = (try await Wire.start(to: router.port), Tickets())
      let session = try await connect(wire, tickets)
      #expect(router.forgetCookies(of: "joe", in: "realm2") == 0)
      #expect(router.forgetCookies(of: "joe") == 1)
      try await wire.outage(of: session)
      #expect(session.authmethod == "ticket" && tickets.count == 2)
      // What the role may do now is said by the realm.
      try await router.change(realm("realm1", role: "admin"))
      try await wire.outage(of: session)
      #expect(session.authmethod == "cookie" && session.authrole == "admin" && tickets.count == 2)
      try await router.change(realm("realm1", hasJoe: false))
      wire.interrupt()
      let reason = try await session.closed
      #expect(reason != nil)
      wire.cut()
    }
  }

  @Test("a realm that does not accept cookies asks each time")
  func notAccepted() async throws {
    var limits = Router.Limits()
    limits.resumptionTime = .zero
    try await withRouter(accepting: false, limits) { router in
      let (wire, tickets) = (try await Wire.start(to: router.port), Tickets())
      let session = try await connect(wire, tickets)
      try await wire.outage(of: session)
      #expect(session.authmethod == "ticket" && tickets.count == 2)
      await session.close()
      wire.cut()
    }
  }

  @Test(
    "Autobahn|Python comes back with the cookie it was given, to its realm and as itself, and never with a made-up one"
  )
  func autobahn() async throws {
    try await withRouter { router in
      func joined(
        _ authentication: [String: String], cookie: String? = nil, realm: String = "realm1"
      ) async throws -> AutobahnPeer.Observation {
        let seen = try await AutobahnPeer.run(
          url: "ws://127.0.0.1:\(router.port)/", realm: realm, authentication: authentication, cookie: cookie,
          [])
        return try #require(seen.first)
      }
      let ticket = ["method": "ticket", "authid": "joe", "ticket": "secret"]
      let first = try await joined(ticket)
      let header = try #require(first["cookie"] as? String)
      #expect(header.contains("HttpOnly") && header.contains("SameSite=Strict") && !header.contains("Secure"))
      let cookie = String(header.prefix { $0 != ";" })

      let again = try await joined(["method": "cookie"], cookie: cookie)
      #expect(again["authid"] as? String == "joe" && again["authrole"] as? String == "user")
      #expect(again["authmethod"] as? String == "cookie")
      #expect(again["cookie"] as? String == nil)

      for (realm, cookie) in [("realm2", cookie), ("realm1", "wamp=made-up"), ("realm1", "other=1")] {
        let refused = try await joined(["method": "cookie"], cookie: cookie, realm: realm)
        #expect(refused["reason"] as? String == "wamp.error.no_matching_auth_method", "\(refused)")
      }
      // Somebody else's name, a guest's cookie.
      let other = try await joined(["method": "cookie", "authid": "ann"], cookie: cookie)
      #expect(other["event"] as? String == "abort")
      let guest = try await joined(["method": "anonymous"])
      let guests = String((guest["cookie"] as? String ?? "").prefix { $0 != ";" })
      let refused = try await joined(["method": "cookie"], cookie: guests)
      #expect(refused["event"] as? String == "abort")
      // Who brings joe's cookie and proves to be somebody else does not make it that one's.
      _ = try await joined(["method": "anonymous"], cookie: cookie)
      let still = try await joined(["method": "cookie"], cookie: cookie)
      #expect(still["authid"] as? String == "joe")
    }
  }
}
