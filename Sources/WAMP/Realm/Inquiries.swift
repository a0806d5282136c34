/// What waits for authorizers, and what these decided.
struct Inquiries: Sendable {
  /// A session's messages that wait: the first for its authorizer, the others for their turn.
  struct Waiting: Sendable {
    let request: AuthorizationRequest
    /// Of which permissions the authorizer is that was asked; see ``Inquiries/generation``.
    let generation: Int
    private(set) var messages: WaitingMessages
    /// Whether the authorizer was asked about a call that nobody waits for any more.
    private var isPointless = false

    init(_ request: AuthorizationRequest, _ generation: Int, _ messages: WaitingMessages) {
      self.request = request
      self.generation = generation
      self.messages = messages
    }

    mutating func append(_ message: Message) { messages.append(message) }

    /// Takes the message that the authorizer was asked about; `nil` if that is gone.
    mutating func takeAsked() -> Message? { isPointless ? nil : messages.popFirst() }

    mutating func dropCalls() {
      if case .call? = messages.first { isPointless = true }
      messages.dropCalls()
    }
  }

  private var waiting: [SessionID: Waiting] = [:]
  /// What all that waits takes, about.
  private(set) var byteCount = 0
  /// Grows with each change of the permissions: what an authorizer of the ones before decides counts no more.
  private(set) var generation = 0
  private var decisions: [SessionID: [AuthorizationRequest: Authorization]] = [:]

  /// The most decisions that are kept for one session; then they are forgotten and asked for again.
  static let decisionLimit = 1_000

  var count: Int { waiting.count + decisions.count }

  subscript(session: SessionID) -> Waiting? { waiting[session] }

  func decision(on request: AuthorizationRequest) -> Authorization? { decisions[request.session]?[request] }

  mutating func keep(_ decision: Authorization, on request: AuthorizationRequest) {
    if decisions[request.session]?.count ?? 0 >= Self.decisionLimit { decisions[request.session] = nil }
    decisions[request.session, default: [:]][request] = decision
  }

  mutating func begin(_ request: AuthorizationRequest, with messages: WaitingMessages) {
    let begun = Waiting(request, generation, messages)
    update(request.session) { $0 = begun }
  }

  mutating func append(_ message: Message, of session: SessionID) {
    update(session) { $0?.append(message) }
  }

  /// Nobody waits for the answers to a session's calls any more.
  mutating func dropCalls(of session: SessionID) {
    update(session) { $0?.dropCalls() }
  }

  /// Takes what waits for a session.
  mutating func take(_ session: SessionID) -> Waiting? {
    update(session) { waiting in
      defer { waiting = nil }
      return waiting
    }
  }

  private mutating func update<Result>(_ session: SessionID, _ body: (inout Waiting?) -> Result) -> Result {
    let before = waiting[session]?.messages.byteCount ?? 0
    defer { byteCount += (waiting[session]?.messages.byteCount ?? 0) - before }
    return body(&waiting[session])
  }

  mutating func forgetDecisions() {
    decisions = [:]
    generation += 1
  }

  mutating func forget(_ session: SessionID) {
    _ = take(session)
    decisions[session] = nil
  }
}
