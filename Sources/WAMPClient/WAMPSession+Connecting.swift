public import Logging
public import NIOCore
public import NIOPosix
public import WAMP
public import WAMPTransport

extension WAMPSession {
  /// Connects to a router and joins a realm as anonymous.
  ///
  /// - Parameters:
  ///   - url: `ws://host[:port][/path]` or `rs://host[:port]`; on a Unix socket `ws+unix:///socket[:/path]` or
  ///     `rs+unix:///socket`. `rs` is RawSocket.
  ///   - realm: the realm to join.
  ///   - schemas: what the router is told of this side's schemas.
  ///   - details: details of HELLO, by their names in the protocol.
  ///   - serializers: what is offered to the router, the preferred one first.
  ///   - group: where the session's event loop is taken from; the caller keeps it running.
  ///   - logger: is told what has no caller to be told: errors of handlers, events that were skipped.
  /// - Throws: ``TransportError`` if there is no router to be reached, ``WAMPError`` with the router's
  ///   reason if it refuses the session, `wamp.error.timeout` if it does not answer in time,
  ///   `CancellationError` at once if the task is cancelled.
  public static func connect(
    to url: String, realm: String, schemas: SchemaOffer = .none, details: Options = [:],
    serializers: [SerializerKind] = [.flatbuffers, .cbor],
    group: any EventLoopGroup = MultiThreadedEventLoopGroup.singleton,
    configuration: ConnectionConfiguration = ConnectionConfiguration(),
    logger: Logger = Logger(label: "flatwire.client")
  ) async throws -> WAMPSession {
    guard let address = TransportURL(url) else {
      throw WAMPError(.invalidArgument, "\"\(url)\" is not of the form \(TransportURL.forms)")
    }
    guard !serializers.isEmpty else { throw WAMPError(.invalidArgument, "no serializer is offered") }
    let loop = group.next()
    let counters = SendCounters()
    let opening = loop.makePromise(of: Opening.self)
    do {
      try await Connector.connect(
        to: address,
        subprotocols: serializers.map { Subprotocol($0.subprotocol, rawSocketID: $0.rawSocketID) },
        on: loop, configuration: configuration, counters: counters
      ) { subprotocol, loop in
        guard let serializer = serializers.first(where: { $0.subprotocol == subprotocol }) else {
          preconditionFailure("the handshake accepts only what was offered")
        }
        let hello = Message.Hello(realm: realm, roles: .client, details: details)
        return ClientConnection(
          ClientSession(hello, schemas: schemas), serializer: serializer, loop: loop, opening: opening,
          timeout: configuration.handshakeTimeout, logger: logger)
      }
    } catch {
      opening.fail(error)
    }
    // A connection whose opening failed, for whatever reason, closes itself.
    let opened = try await withTaskCancellationHandler {
      try await opening.futureResult.get()
    } onCancel: {
      opening.fail(CancellationError())
    }
    return WAMPSession(opened, realm: realm, counters: counters, logger: logger)
  }
}
