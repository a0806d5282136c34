internal import FlatBuffersRuntime
internal import SharedBytes

extension FlatBuffersSerializer {
  static func decode(_ bytes: SharedBytes) throws(WAMPError) -> Message {
    let buffer: RecordBuffer<WireMessage>
    do {
      buffer = try RecordBuffer(verifying: bytes)
    } catch {
      throw WAMPError(.protocolViolation, "\(error)")
    }
    let tag = buffer.record.msgType
    guard let code = MessageCode(rawValue: tag) else {
      throw WAMPError(.protocolViolation, "message code \(tag) is not known")
    }
    let reader = EnvelopeReader(bytes, code)
    switch buffer.record.msg {
    case .wireHello(let m): return try hello(m, reader)
    case .wireWelcome(let m): return try welcome(m, reader)
    case .wireAbort(let m):
      return .abort(
        Message.Abort(
          reason: m.reason.description, message: reader.string(m.message),
          details: try reader.options(m.details).rest))
    case .wireChallenge(let m): return try challenge(m, reader)
    case .wireAuthenticate(let m): return try authenticate(m, reader)
    case .wireGoodbye(let m):
      return .goodbye(
        Message.Goodbye(
          reason: m.reason.description, message: reader.string(m.message),
          details: try reader.options(m.details).rest))
    case .wireError(let m): return try error(m, reader)
    case .wirePublish(let m): return try publish(m, reader)
    case .wirePublished(let m):
      return .published(
        Message.Published(request: try reader.id(m.request), publication: try reader.id(m.publication)))
    case .wireSubscribe(let m):
      return .subscribe(
        Message.Subscribe(
          request: try reader.id(m.request), topic: m.topic.description,
          match: try reader.choice(m.match, as: MatchPolicy.self), getRetained: m.getRetained,
          options: try reader.options(m.details).rest))
    case .wireSubscribed(let m):
      return .subscribed(
        Message.Subscribed(request: try reader.id(m.request), subscription: try reader.id(m.subscription)))
    case .wireUnsubscribe(let m):
      return .unsubscribe(
        Message.Unsubscribe(request: try reader.id(m.request), subscription: try reader.id(m.subscription)))
    case .wireUnsubscribed(let m):
      return .unsubscribed(
        Message.Unsubscribed(
          request: RequestID(m.request),
          subscription: m.subscription == 0 ? nil : SubscriptionID(m.subscription),
          reason: reader.string(m.reason)))
    case .wireEvent(let m): return try event(m, reader)
    case .wireCall(let m): return try call(m, reader)
    case .wireCancel(let m):
      return .cancel(
        Message.Cancel(
          request: try reader.id(m.request), mode: try reader.choice(m.mode, as: CancelMode.self),
          options: try reader.options(m.details).rest))
    case .wireResult(let m):
      var details = try reader.options(m.details)
      return .result(
        Message.Result(
          request: try reader.id(m.request), payload: try reader.payload(m.table, from: 2, &details),
          progress: m.progress, details: details.rest))
    case .wireRegister(let m):
      return .register(
        Message.Register(
          request: try reader.id(m.request), procedure: m.procedure.description,
          match: try reader.choice(m.match, as: MatchPolicy.self),
          invoke: try reader.choice(m.invoke, as: InvocationPolicy.self),
          options: try reader.options(m.details).rest))
    case .wireRegistered(let m):
      return .registered(
        Message.Registered(request: try reader.id(m.request), registration: try reader.id(m.registration)))
    case .wireUnregister(let m):
      return .unregister(
        Message.Unregister(request: try reader.id(m.request), registration: try reader.id(m.registration)))
    case .wireUnregistered(let m):
      return .unregistered(
        Message.Unregistered(
          request: RequestID(m.request),
          registration: m.registration == 0 ? nil : RegistrationID(m.registration),
          reason: reader.string(m.reason)))
    case .wireInvocation(let m): return try invocation(m, reader)
    case .wireInterrupt(let m):
      return .interrupt(
        Message.Interrupt(
          request: try reader.id(m.request), mode: try reader.choice(m.mode, as: CancelMode.self),
          reason: reader.string(m.reason), options: try reader.options(m.details).rest))
    case .wireYield(let m):
      var details = try reader.options(m.details)
      return .yield(
        Message.Yield(
          request: try reader.id(m.request), payload: try reader.payload(m.table, from: 2, &details),
          progress: m.progress, options: details.rest))
    case .wireEventReceived, .unknown:
      throw WAMPError(.protocolViolation, "message code \(tag) is not supported")
    }
  }

  private static func hello(_ m: WireHello, _ reader: EnvelopeReader) throws(WAMPError) -> Message {
    var details = try reader.options(m.details)
    var roles = try details.roles()
    if roles.features.isEmpty, let table = m.roles { roles = reader.roles(table.table, WireFeatures.client) }
    var methods = try details.strings("authmethods") ?? []
    if methods.isEmpty, let vector = m.authmethods {
      methods = vector.array.map { $0.authmethod ?? "unknown method \($0.rawValue)" }
    }
    return .hello(
      Message.Hello(
        realm: reader.string(m.realm) ?? "", roles: roles, authmethods: methods,
        authid: reader.string(m.authid), authrole: reader.string(m.authrole),
        authextra: try details.map("authextra") ?? [:], details: details.rest))
  }

  private static func welcome(_ m: WireWelcome, _ reader: EnvelopeReader) throws(WAMPError) -> Message {
    var details = try reader.options(m.details)
    var roles = try details.roles()
    if roles.features.isEmpty, let table = m.roles { roles = reader.roles(table.table, WireFeatures.router) }
    return .welcome(
      Message.Welcome(
        session: SessionID(m.session), roles: roles, realm: reader.string(m.realm),
        authid: reader.string(m.authid), authrole: reader.string(m.authrole),
        authmethod: try details.string("authmethod") ?? m.authmethod.authmethod,
        authprovider: reader.string(m.authprovider), authextra: try details.map("authextra") ?? [:],
        details: details.rest))
  }

  private static func challenge(_ m: WireChallenge, _ reader: EnvelopeReader) throws(WAMPError) -> Message {
    var details = try reader.options(m.details)
    let method = try details.string("method") ?? m.method.authmethod ?? "unknown method \(m.method.rawValue)"
    return .challenge(Message.Challenge(method: method, extra: try details.map("extra") ?? [:]))
  }

  private static func authenticate(
    _ m: WireAuthenticate, _ reader: EnvelopeReader
  ) throws(WAMPError) -> Message {
    var details = try reader.options(m.details)
    return .authenticate(
      Message.Authenticate(signature: m.signature.description, extra: try details.map("extra") ?? [:]))
  }

  private static func error(_ m: WireError, _ reader: EnvelopeReader) throws(WAMPError) -> Message {
    guard let type = UInt8(exactly: m.requestType.rawValue).flatMap(MessageCode.init(rawValue:)) else {
      throw WAMPError(.protocolViolation, "ERROR for a request of unknown type \(m.requestType.rawValue)")
    }
    var details = try reader.options(m.details)
    let payload = try reader.payload(m.table, from: 4, &details)
    return .error(
      Message.Error(
        requestType: type, request: try reader.id(m.request), error: m.error.description, payload: payload,
        details: details.rest))
  }

  private static func publish(_ m: WirePublish, _ reader: EnvelopeReader) throws(WAMPError) -> Message {
    var options = try reader.options(m.details)
    let payload = try reader.payload(m.table, from: 3, &options)
    var audience = Audience()
    if let ids = m.exclude { audience.exclude = ids.array.map { SessionID($0) } }
    if let names = m.excludeAuthid { audience.excludeAuthIDs = names.array }
    if let names = m.excludeAuthrole { audience.excludeAuthRoles = names.array }
    if let ids = m.eligible { audience.eligible = ids.array.map { SessionID($0) } }
    if let names = m.eligibleAuthid { audience.eligibleAuthIDs = names.array }
    if let names = m.eligibleAuthrole { audience.eligibleAuthRoles = names.array }
    return .publish(
      Message.Publish(
        request: try reader.id(m.request), topic: m.topic.description, payload: payload,
        acknowledge: m.acknowledge, excludeMe: m.excludeMe,
        discloseMe: try options.bool("disclose_me") ?? false, audience: audience,
        retain: try options.bool("retain") ?? m.retain, options: options.rest))
  }

  private static func event(_ m: WireEvent, _ reader: EnvelopeReader) throws(WAMPError) -> Message {
    var details = try reader.options(m.details)
    let payload = try reader.payload(m.table, from: 3, &details)
    return .event(
      Message.Event(
        subscription: try reader.id(m.subscription), publication: try reader.id(m.publication),
        payload: payload, publisher: m.publisher == 0 ? nil : SessionID(m.publisher),
        publisherAuthID: reader.string(m.publisherAuthid),
        publisherAuthRole: reader.string(m.publisherAuthrole),
        topic: reader.string(m.topic), retained: m.retained, details: details.rest))
  }

  private static func call(_ m: WireCall, _ reader: EnvelopeReader) throws(WAMPError) -> Message {
    var options = try reader.options(m.details)
    let payload = try reader.payload(m.table, from: 3, &options)
    return .call(
      Message.Call(
        request: try reader.id(m.request), procedure: m.procedure.description, payload: payload,
        receiveProgress: m.receiveProgress, discloseMe: try options.bool("disclose_me") ?? false,
        timeout: try options.unsigned("timeout") ?? (m.timeout == 0 ? nil : UInt64(m.timeout)),
        options: options.rest))
  }

  private static func invocation(_ m: WireInvocation, _ reader: EnvelopeReader) throws(WAMPError) -> Message {
    var details = try reader.options(m.details)
    let payload = try reader.payload(m.table, from: 3, &details)
    return .invocation(
      Message.Invocation(
        request: try reader.id(m.request), registration: try reader.id(m.registration), payload: payload,
        procedure: reader.string(m.procedure), receiveProgress: m.receiveProgress,
        timeout: try details.unsigned("timeout") ?? (m.timeout == 0 ? nil : UInt64(m.timeout)),
        caller: m.caller == 0 ? nil : SessionID(m.caller), callerAuthID: reader.string(m.callerAuthid),
        callerAuthRole: reader.string(m.callerAuthrole), details: details.rest))
  }
}
