internal import Logging
internal import NIOCore
internal import WAMP
internal import WAMPAuthentication
internal import WAMPTransport

/// How a session is opened, each time anew: where, and with what.
struct SessionPlan: Sendable {
  /// Where a connection leads.
  enum Route: Sendable {
    case url(TransportURL)
    case inProcess(InProcessEndpoint)
  }

  let routes: [Route]
  let hello: Message.Hello
  let authentication: ClientAuthentication
  let schemas: SchemaOffer
  let serializers: [SerializerKind]
  let configuration: ConnectionConfiguration
  let counters: SendCounters
  let reconnection: Reconnection
  /// `nil` if nobody watches.
  let observation: ClientObservation?
  let logger: Logger

  /// - Throws: `wamp.error.invalid_argument` naming what is no address.
  static func routes(to address: RouterAddress) throws(WAMPError) -> [Route] {
    guard !address.routes.isEmpty else { throw WAMPError(.invalidArgument, "no router is given") }
    var routes: [Route] = []
    for route in address.routes {
      switch route {
      case .inProcess(let endpoint): routes.append(.inProcess(endpoint))
      case .url(let text):
        guard let url = TransportURL(text) else {
          throw WAMPError(.invalidArgument, "\(text.quoted) is not of the form \(TransportURL.forms)")
        }
        routes.append(.url(url))
      }
    }
    return routes
  }

  /// Tries one router.
  ///
  /// - Parameters:
  ///   - attempt: the number of the attempt, for the owner.
  /// - Throws: ``TransportError``, `CancellationError`. What becomes of the session, the connection tells the owner.
  func connect(_ route: Int, _ attempt: Int, for owner: SessionOwner.Handle) async throws {
    let cookies = try await cookies(for: routes[route], of: owner)
    let makeDelegate: MakeConnectionDelegate = { subprotocol, _ in
      guard let spoken = MessageProtocol(subprotocol: subprotocol) else {
        preconditionFailure("the handshake accepts only what was offered")
      }
      var generator = SystemRandomNumberGenerator()
      var exchange = ClientExchange(authentication, authid: hello.authid, using: &generator)
      var hello = hello
      exchange.announce(in: &hello, hasCookie: cookies != nil)
      return owner.value.makeConnection(hello, proving: exchange, spoken.serializer, attempt)
    }
    switch routes[route] {
    case .url(let url):
      try await Connector.connect(
        to: url, subprotocols: offered, on: owner.eventLoop, configuration: configuration, cookies: cookies,
        keepCookies: { owner.value.cookies.keep($0, from: "\(url)", at: .now) }, counters: counters,
        makeDelegate: makeDelegate)
    case .inProcess(let endpoint):
      try await endpoint.connect(
        subprotocols: serializers.map(\.subprotocol), on: owner.eventLoop, configuration: configuration,
        counters: counters, makeDelegate: makeDelegate)
    }
  }

  /// What a router is sent of the cookies that it gave; `nil` for none.
  private func cookies(for route: Route, of owner: SessionOwner.Handle) async throws -> String? {
    guard authentication.offersCookie, case .url(let url) = route else { return nil }
    return try await owner.eventLoop.submit { owner.value.cookies.header(for: "\(url)", at: .now) }.get()
  }

  /// What is asked for of a router that is reached through a network.
  private var offered: [Subprotocol] {
    let single = serializers.map { MessageProtocol($0) }
    let batched =
      configuration.prefersBatches
      ? serializers.map { MessageProtocol($0, isBatched: true) }.filter(\.isBatched) : []
    return (batched + single).map {
      Subprotocol(
        $0.subprotocol, rawSocketID: $0.rawSocketID, isText: $0.isText, isBatched: $0.isBatched)
    }
  }
}
