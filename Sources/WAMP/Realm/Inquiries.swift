/// What waits for authorizers, and what these decided.
struct Inquiries: Sendable {
  /// A session's messages that wait: the first for its authorizer, the others for their turn.
  struct Waiting: Sendable {
    let request: AuthorizationRequest
    /// Of which permissions the authorizer is that was asked; see ``Inquiries/generation``.
    let generation: Int
    private(set) var messages: [Message]
    private var byteCount = 0

    init(_ request: AuthorizationRequest, _ generation: Int, _ messages: [Message]) {
      self.request = request
      self.generation = generation
      self.messages = messages
      byteCount = messages.reduce(0) { $0 + $1.keptByteCount }
    }

    mutating func append(_ message: Message) {
      messages.append(message)
      byteCount += message.keptByteCount
    }

    func hasRoom(in limits: RealmLimits) -> Bool {
      messages.count < limits.waitingRequests && byteCount <= limits.waitingRequestBytes
    }
  }

  private struct Subject: Sendable, Hashable {
    let action: Permissions.Actions
    let uri: String
    let match: MatchPolicy
  }

  private var waiting: [SessionID: Waiting] = [:]
  /// Grows with each change of the permissions: what an authorizer of the ones before decides counts no more.
  private(set) var generation = 0
  private var decisions: [SessionID: [Subject: Authorization]] = [:]

  /// The most decisions that are kept for one session; then they are forgotten and asked for again.
  static let decisionLimit = 1_000

  var count: Int { waiting.count + decisions.count }

  subscript(session: SessionID) -> Waiting? { waiting[session] }

  func decision(on request: AuthorizationRequest) -> Authorization? {
    decisions[request.session]?[Subject(action: request.action, uri: request.uri, match: request.match)]
  }

  mutating func keep(_ decision: Authorization, on request: AuthorizationRequest) {
    var kept = decisions[request.session] ?? [:]
    if kept.count >= Self.decisionLimit { kept = [:] }
    kept[Subject(action: request.action, uri: request.uri, match: request.match)] = decision
    decisions[request.session] = kept
  }

  mutating func begin(_ request: AuthorizationRequest, with messages: [Message]) {
    waiting[request.session] = Waiting(request, generation, messages.map(\.kept))
  }

  mutating func append(_ message: Message, of session: SessionID) {
    waiting[session]?.append(message.kept)
  }

  /// Takes what waits for a session.
  mutating func take(_ session: SessionID) -> Waiting? { waiting.removeValue(forKey: session) }

  mutating func forgetDecisions() {
    decisions = [:]
    generation += 1
  }

  mutating func forget(_ session: SessionID) {
    waiting[session] = nil
    decisions[session] = nil
  }
}

extension Message {
  /// The request in memory of its own, as ``Payload/detached`` says, without the options that mean nothing to a router.
  fileprivate var kept: Message {
    switch self {
    case .call(var call):
      call.payload = call.payload.detached
      call.options = [:]
      return .call(call)
    case .publish(var publish):
      publish.payload = publish.payload.detached
      publish.options = [:]
      return .publish(publish)
    case .register(var register):
      register.options = [:]
      return .register(register)
    case .subscribe(var subscribe):
      subscribe.options = [:]
      return .subscribe(subscribe)
    default: return self
    }
  }

  fileprivate var keptByteCount: Int {
    switch self {
    case .call(let call): call.payload.byteCount + call.procedure.utf8.count
    case .publish(let publish): publish.payload.byteCount + publish.audience.size + publish.topic.utf8.count
    case .register(let register): register.procedure.utf8.count
    case .subscribe(let subscribe): subscribe.topic.utf8.count
    default: 0
    }
  }
}
