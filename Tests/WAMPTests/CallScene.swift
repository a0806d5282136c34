import Testing

@testable import WAMP

/// A realm with a caller and some callees.
struct CallScene {
  static let caller = SessionID(1)
  /// Every session announces all that the dealer asks for.
  static let roles = Roles([
    .caller: [.progressiveCallInvocations, .progressiveCallResults],
    .callee: [
      .callCanceling, .callTrustLevels, .progressiveCallInvocations, .progressiveCallResults,
      .registrationRevocation,
    ],
  ])

  var realm: Realm
  private var lastRequest = [SessionID: UInt64]()

  /// - Parameter callees: how many sessions there are beside the caller, numbered from 2.
  init(callees: Int = 1, roles: Roles = CallScene.roles, table: RoutingTable = RoutingTable()) {
    realm = Realm(name: "realm1", table: table, ids: RandomIDs(seed: 1))
    realm.join(Member(id: Self.caller, authid: "joe", authrole: "user", roles: Self.roles))
    for number in 0..<callees {
      realm.join(Member(id: SessionID(UInt64(number + 2)), authrole: "service", roles: roles))
    }
  }

  mutating func request(of session: SessionID) -> RequestID {
    lastRequest[session, default: 0] += 1
    return RequestID(lastRequest[session] ?? 0)
  }

  /// Registers a procedure for session 2 unless another is named.
  @discardableResult
  mutating func register(
    _ procedure: String, _ match: MatchPolicy = .exact, _ invoke: InvocationPolicy = .single,
    by session: UInt64 = 2, _ change: (inout Message.Register) -> Void = { _ in }
  ) throws -> RegistrationID {
    try registering(procedure, match, invoke, by: session, change).id
  }

  /// The registration, and all that the router does for it.
  mutating func registering(
    _ procedure: String, _ match: MatchPolicy = .exact, _ invoke: InvocationPolicy = .single,
    by session: UInt64 = 2, _ change: (inout Message.Register) -> Void = { _ in }
  ) throws -> (id: RegistrationID, actions: [RealmAction]) {
    let session = SessionID(session)
    var register = Message.Register(
      request: request(of: session), procedure: procedure, match: match, invoke: invoke)
    change(&register)
    let actions = realm.receive(.register(register), from: session)
    for case .send(.error(let error), session) in actions { throw WAMPError(error) }
    for case .send(.registered(let registered), session) in actions {
      return (registered.registration, actions)
    }
    throw WAMPError(.protocolViolation, "REGISTER was not answered")
  }

  /// Calls a procedure.
  ///
  /// - Throws: the error that the caller is answered with.
  @discardableResult
  mutating func call(
    _ procedure: String, _ change: (inout Message.Call) -> Void = { _ in }
  ) throws -> (callee: UInt64, invocation: Message.Invocation) {
    var call = Message.Call(request: request(of: Self.caller), procedure: procedure)
    change(&call)
    return try invocation(realm.receive(.call(call), from: Self.caller))
  }

  /// The one invocation among actions.
  func invocation(_ actions: [RealmAction]) throws -> (callee: UInt64, invocation: Message.Invocation) {
    for case .send(.error(let error), Self.caller) in actions { throw WAMPError(error) }
    for case .send(.invocation(let invocation), let callee) in actions {
      return (callee.rawValue, invocation)
    }
    throw WAMPError(.protocolViolation, "CALL was not passed on")
  }

  /// Which session each of some calls goes to.
  mutating func callees(_ procedure: String, calls: Int) throws -> [UInt64] {
    try (0..<calls).map { _ in try call(procedure).callee }
  }

  mutating func yield(_ request: RequestID, by callee: UInt64 = 2, progress: Bool = false) -> [RealmAction] {
    realm.receive(.yield(.init(request: request, progress: progress)), from: SessionID(callee))
  }
}

/// The code of the error that something throws.
func code(of body: () throws -> some Any) -> WAMPError.Code? {
  do {
    _ = try body()
    return nil
  } catch {
    return (error as? WAMPError)?.code
  }
}
