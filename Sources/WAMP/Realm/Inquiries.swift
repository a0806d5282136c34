/// What waits for authorizers, and what these decided.
struct Inquiries: Sendable {
  /// A session's messages that wait: the first for its authorizer, the others for their turn.
  struct Waiting: Sendable {
    let request: AuthorizationRequest
    private(set) var messages: [Message]
    private var byteCount = 0

    init(_ request: AuthorizationRequest, _ messages: [Message]) {
      self.request = request
      self.messages = messages
      byteCount = messages.reduce(0) { $0 + $1.payloadByteCount }
    }

    mutating func append(_ message: Message) {
      messages.append(message)
      byteCount += message.payloadByteCount
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
    waiting[request.session] = Waiting(request, messages.map(\.kept))
  }

  mutating func append(_ message: Message, of session: SessionID) {
    waiting[session]?.append(message.kept)
  }

  /// Takes what waits for a session.
  mutating func take(_ session: SessionID) -> Waiting? { waiting.removeValue(forKey: session) }

  mutating func forgetDecisions() { decisions = [:] }

  mutating func forget(_ session: SessionID) {
    waiting[session] = nil
    decisions[session] = nil
  }
}

extension Message {
  /// The request in memory of its own, as ``Payload/detached`` says.
  fileprivate var kept: Message {
    switch self {
    case .call(var call):
      call.payload = call.payload.detached
      return .call(call)
    case .publish(var publish):
      publish.payload = publish.payload.detached
      return .publish(publish)
    default: return self
    }
  }

  fileprivate var payloadByteCount: Int {
    switch self {
    case .call(let call): call.payload.byteCount
    case .publish(let publish): publish.payload.byteCount + publish.audience.size
    default: 0
    }
  }
}
