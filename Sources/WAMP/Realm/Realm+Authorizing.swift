extension Realm {
  /// Goes by other permissions from now on; what authorizers decided before is asked anew.
  package mutating func change(_ permissions: Permissions) {
    dealer.table.permissions = permissions
    inquiries.forgetDecisions()
  }

  /// Holds what is called and published from now on against another inventory, and tells of that.
  package mutating func change(_ inventory: PayloadInventory?, _ schemas: [DescribedSchema] = []) {
    dealer.table.inventory = inventory
    interfaces.change(schemas)
  }

  /// How many bytes are held for sessions whose requests authorizers have not decided, and of events that histories do not
  /// have yet, about.
  package var heldBytes: Int { inquiries.byteCount + broker.histories.waitingBytes }

  /// Keeps a message back whose session's role has an authorizer: until that has decided, or as others of the session wait.
  ///
  /// - Returns: false if the message can be routed at once.
  mutating func hold(_ message: Message, of member: Member, into actions: inout [RealmAction]) -> Bool {
    switch message {
    // Answers of a callee wait for nobody.
    case .yield: return false
    case .error(let error) where error.requestType == .invocation: return false
    default: break
    }
    if let waiting = inquiries[member.id] {
      guard mayHold, waiting.messages.hasRoom(in: dealer.table.limits) else {
        refuse(message, of: member, mayHold ? .tooManyInquiries : .tooMuchHeld, into: &actions)
        return true
      }
      inquiries.append(message, of: member.id)
      return true
    }
    guard let request = request(for: message, of: member) else { return false }
    if let decision = inquiries.decision(on: request) {
      judge(message, by: decision, of: member, into: &actions)
    } else if mayHold {
      inquiries.begin(request, with: WaitingMessages(message))
      actions.append(.authorize(request))
    } else {
      refuse(message, of: member, .tooMuchHeld, into: &actions)
    }
    return true
  }

  /// What an authorizer decided about the request that it was asked about for a session; `nil` if it failed.
  package mutating func authorized(_ session: SessionID, _ decision: Authorization?) -> [RealmAction] {
    guard let member = members[session], var waiting = inquiries.take(session) else { return [] }
    var actions: [RealmAction] = []
    // Else somebody decided whom nobody asks any more.
    if waiting.generation == inquiries.generation {
      if let decision, decision.isCached { inquiries.keep(decision, on: waiting.request) }
      if let message = waiting.takeAsked() { judge(message, by: decision, of: member, into: &actions) }
    }
    judge(waiting.messages, of: member, into: &actions)
    return actions
  }

  /// Goes on with messages that waited, up to the first that its authorizer has to be asked about.
  private mutating func judge(
    _ messages: consuming WaitingMessages, of member: Member, into actions: inout [RealmAction]
  ) {
    while let message = messages.first {
      guard authorizer(of: member.authrole) != nil, let request = request(for: message, of: member) else {
        _ = messages.popFirst()
        route(message, from: member, into: &actions)
        continue
      }
      guard let decision = inquiries.decision(on: request) else {
        inquiries.begin(request, with: messages)
        actions.append(.authorize(request))
        return
      }
      _ = messages.popFirst()
      judge(message, by: decision, of: member, into: &actions)
    }
  }

  private mutating func judge(
    _ message: Message, by decision: Authorization?, of member: Member, into actions: inout [RealmAction]
  ) {
    guard let decision else { return refuse(message, of: member, .authorizerFailed, into: &actions) }
    guard decision.isAllowed else { return refuse(message, of: member, .deniedByAuthorizer, into: &actions) }
    route(decision.isDisclosed ? message.disclosed : message, from: member, into: &actions)
  }

  private mutating func refuse(
    _ message: Message, of member: Member, _ error: WAMPError, into actions: inout [RealmAction]
  ) {
    // Not while earlier calls wait: they would count as late.
    if case .call(let call) = message, inquiries[member.id] == nil { dealer.passOver(call, of: member.id) }
    if let answer = message.refusal(error) { actions.append(.send(answer, to: member.id)) }
  }

  /// What an authorizer is asked about a message; `nil` if nobody has to be.
  private func request(for message: Message, of member: Member) -> AuthorizationRequest? {
    var match = MatchPolicy.exact
    let action: Permissions.Actions
    let uri: String
    switch message {
    case .call(let call):
      // A further part of a call belongs to what was decided.
      if dealer.isPart(call, of: member.id) { return nil }
      if let history = history(askedForBy: call) {
        // Who may read the events of a pattern is who may subscribe to it.
        (action, uri, match) = (.subscribe, history.topic, history.match)
      } else {
        (action, uri) = (.call, call.procedure)
      }
    case .register(let register): (action, uri, match) = (.register, register.procedure, register.match)
    case .publish(let publish): (action, uri) = (.publish, publish.topic)
    case .subscribe(let subscribe): (action, uri, match) = (.subscribe, subscribe.topic, subscribe.match)
    default: return nil
    }
    // Such a one is refused without asking.
    guard uri.utf8.count <= dealer.table.limits.uriLength else { return nil }
    return AuthorizationRequest(
      action: action, uri: uri, match: match, session: member.id, authid: member.authid,
      authrole: member.authrole)
  }
}

extension WAMPError {
  fileprivate static let deniedByAuthorizer = WAMPError(.notAuthorized, "the session may not do this")
  fileprivate static let authorizerFailed = WAMPError(
    .authorizationFailed, "whether the session may do this could not be found out")
  /// Why a request is refused that would have to be held when too much is held already.
  package static let tooMuchHeld = WAMPError(
    .unavailable, "the router holds too many requests that are not answered")
  fileprivate static let tooManyInquiries = WAMPError(
    .unavailable, "too many requests of the session wait to be authorized")
}

extension Message {
  /// The ERROR that refuses a request; `nil` for what is not answered.
  fileprivate func refusal(_ error: WAMPError) -> Message? {
    switch self {
    case .call(let call): error.answer(to: call.request, of: .call)
    case .error: self
    case .register(let register): error.answer(to: register.request, of: .register)
    case .unregister(let unregister): error.answer(to: unregister.request, of: .unregister)
    case .publish(let publish):
      publish.acknowledge ? error.answer(to: publish.request, of: .publish) : nil
    case .subscribe(let subscribe): error.answer(to: subscribe.request, of: .subscribe)
    case .unsubscribe(let unsubscribe): error.answer(to: unsubscribe.request, of: .unsubscribe)
    default: nil
    }
  }

  /// The request as if its sender wished to be named.
  fileprivate var disclosed: Message {
    switch self {
    case .call(var call):
      call.discloseMe = true
      return .call(call)
    case .publish(var publish):
      publish.discloseMe = true
      return .publish(publish)
    default: return self
    }
  }
}
