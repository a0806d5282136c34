/// The client's side of one session: a state machine without input or output.
///
/// Requests return the message to send. Received messages go to ``receive(_:)``, which returns what
/// is to be done. Each request carries a `Token` of the caller's choice, handed back exactly once
/// with its outcome (progressive results excepted), also when the session ends before the answer.
public struct ClientSession<Token: Sendable>: Sendable {
  public enum State: Sendable, Equatable {
    /// Nothing was sent yet.
    case ready
    /// HELLO was sent.
    case opening
    case open(SessionID)
    /// GOODBYE was sent.
    case closing
    case closed
  }

  public private(set) var state = State.ready
  /// What the router announced; empty before the session is open.
  public private(set) var routerRoles = Roles()
  /// The names of schemas that the router announced in another version than this side; empty before the session is
  /// open.
  public private(set) var differingSchemas: [String] = []
  let hello: Message.Hello
  let schemas: SchemaOffer
  var requests = SequentialIDs<RequestID>()
  var pending: [RequestID: Pending] = [:]
  var subscriptions: [SubscriptionID: Subscribed] = [:]
  var registrations: Set<RegistrationID> = []
  var invocations: Set<RequestID> = []
  var early = EarlyEvents()

  struct Pending: Sendable {
    var request: Request
    var token: Token
  }

  enum Request: Sendable, Equatable {
    case call
    case publish
    case subscribe(Pattern)
    case unsubscribe(SubscriptionID)
    case register
    case unregister(RegistrationID)

    var code: MessageCode {
      switch self {
      case .call: .call
      case .publish: .publish
      case .subscribe: .subscribe
      case .unsubscribe: .unsubscribe
      case .register: .register
      case .unregister: .unregister
      }
    }
  }

  struct Pattern: Sendable, Hashable {
    var topic: String
    var match: MatchPolicy
  }

  struct Subscribed: Sendable {
    var pattern: Pattern
    /// How many subscriptions of this side share the router's one.
    var count: Int
  }

  /// - Parameters:
  ///   - hello: the realm to join, and as whom. Use ``Roles/client`` as its roles, or fewer.
  ///   - schemas: what the router is told of this side's schemas.
  public init(_ hello: Message.Hello, schemas: SchemaOffer = .none) {
    var hello = hello
    schemas.announce(in: &hello.details)
    self.hello = hello
    self.schemas = schemas
  }

  /// A session of a realm with everything this package's client does.
  public init(realm: String, schemas: SchemaOffer = .none) {
    self.init(Message.Hello(realm: realm, roles: .client), schemas: schemas)
  }

  /// The message that opens the session.
  public mutating func open() -> Message {
    if state == .ready { state = .opening }
    return .hello(hello)
  }

  /// The session's identifier while it is open.
  public var id: SessionID? {
    if case .open(let id) = state { id } else { nil }
  }

  /// Begins to close the session. Requests still pending are answered, or fail when it is closed.
  ///
  /// - Returns: what is to be done; nothing if the session is closing or closed.
  public mutating func close(
    reason: WAMPError.Code = .closeRealm, message: String? = nil
  ) -> [Action] {
    switch state {
    case .open:
      state = .closing
      return [.send(.goodbye(Message.Goodbye(reason: reason.rawValue, message: message)))]
    case .opening:
      let abort = Message.Abort(reason: reason.rawValue, message: message)
      return [.send(.abort(abort))] + end(with: WAMPError(reason, message ?? ""), inOrder: true)
    case .ready: return end(with: WAMPError(reason, message ?? ""), inOrder: true)
    case .closing, .closed: return []
    }
  }

  /// The connection ended, or bytes arrived that could not be read as a message.
  public mutating func connectionLost(
    _ error: WAMPError = WAMPError(.transportLost, "the connection was lost")
  ) -> [Action] {
    state == .closed ? [] : end(with: error, inOrder: false)
  }

  /// Ends the session because the peer broke the protocol.
  public mutating func violated(_ message: String) -> [Action] {
    guard state != .closed else { return [] }
    let error = WAMPError(.protocolViolation, message)
    let abort = error.abort
    return [.send(.abort(abort))] + end(with: error, inOrder: false)
  }

  mutating func opened(_ welcome: Message.Welcome) {
    state = .open(welcome.session)
    routerRoles = welcome.roles ?? Roles()
    differingSchemas = schemas.differences(from: welcome.details)
  }

  /// Fails all that is pending and closes.
  mutating func end(with error: WAMPError, inOrder: Bool) -> [Action] {
    state = .closed
    let failed = pending.sorted { $0.key < $1.key }.map { Action.failed(error, $0.value.token) }
    pending.removeAll()
    subscriptions.removeAll()
    registrations.removeAll()
    invocations.removeAll()
    early.removeAll()
    return failed + [.closed(inOrder ? nil : error)]
  }
}
