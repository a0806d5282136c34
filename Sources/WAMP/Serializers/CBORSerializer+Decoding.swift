internal import SharedBytes

extension CBORSerializer {
  static func decode(_ bytes: SharedBytes) throws(WAMPError) -> Message {
    do {
      var reader = try CBORMessageReader(bytes)
      let message = try read(&reader)
      try reader.finish()
      return message
    } catch let fault as CBORFault {
      throw WAMPError(.protocolViolation, fault.message)
    } catch let error as WAMPError {
      throw error
    } catch {
      throw WAMPError(.protocolViolation, "\(error)")
    }
  }

  private static func read(_ reader: inout CBORMessageReader) throws -> Message {
    switch reader.code {
    case .hello: return try hello(&reader)
    case .welcome: return try welcome(&reader)
    case .abort:
      try reader.expect(2...4)
      let (details, message, reason) = try closing(&reader)
      return .abort(Message.Abort(reason: reason, message: message, details: details))
    case .goodbye:
      try reader.expect(2...2)
      let (details, message, reason) = try closing(&reader)
      return .goodbye(Message.Goodbye(reason: reason, message: message, details: details))
    case .challenge:
      try reader.expect(2...2)
      return .challenge(
        Message.Challenge(
          method: try reader.string("the method"), extra: try reader.options("the extra data").rest))
    case .authenticate:
      try reader.expect(2...2)
      return .authenticate(
        Message.Authenticate(
          signature: try reader.string("the signature"), extra: try reader.options("the extra data").rest))
    case .error: return try error(&reader)
    case .publish: return try publish(&reader)
    case .published:
      try reader.expect(2...2)
      return .published(
        Message.Published(
          request: try reader.id("the request"), publication: try reader.id("the publication")))
    case .subscribe: return try subscribe(&reader)
    case .subscribed:
      try reader.expect(2...2)
      return .subscribed(
        Message.Subscribed(
          request: try reader.id("the request"), subscription: try reader.id("the subscription")))
    case .unsubscribe:
      try reader.expect(2...2)
      return .unsubscribe(
        Message.Unsubscribe(
          request: try reader.id("the request"), subscription: try reader.id("the subscription")))
    case .unsubscribed:
      let (request, revoked, reason) = try revocable(&reader, "subscription", as: SubscriptionID.self)
      return .unsubscribed(Message.Unsubscribed(request: request, subscription: revoked, reason: reason))
    case .event: return try event(&reader)
    case .call: return try call(&reader)
    case .cancel: return try cancel(&reader)
    case .result:
      let (request, payload, progress, rest) = try answer(&reader)
      return .result(Message.Result(request: request, payload: payload, progress: progress, details: rest))
    case .register: return try register(&reader)
    case .registered:
      try reader.expect(2...2)
      return .registered(
        Message.Registered(
          request: try reader.id("the request"), registration: try reader.id("the registration")))
    case .unregister:
      try reader.expect(2...2)
      return .unregister(
        Message.Unregister(
          request: try reader.id("the request"), registration: try reader.id("the registration")))
    case .unregistered:
      let (request, revoked, reason) = try revocable(&reader, "registration", as: RegistrationID.self)
      return .unregistered(Message.Unregistered(request: request, registration: revoked, reason: reason))
    case .invocation: return try invocation(&reader)
    case .interrupt: return try interrupt(&reader)
    case .yield:
      let (request, payload, progress, rest) = try answer(&reader)
      return .yield(Message.Yield(request: request, payload: payload, progress: progress, options: rest))
    }
  }

  private static func hello(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(2...2)
    let realm = try reader.optionalString("the realm")
    var details = try reader.options("the details")
    let roles = try details.roles()
    return .hello(
      Message.Hello(
        realm: realm ?? "", roles: roles, authmethods: try details.strings("authmethods") ?? [],
        authid: try details.string("authid"), authrole: try details.string("authrole"),
        authextra: try details.map("authextra") ?? [:], details: details.rest))
  }

  private static func welcome(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(2...2)
    let session = try reader.id("the session", as: SessionID.self)
    var details = try reader.options("the details")
    let roles = try details.roles()
    return .welcome(
      Message.Welcome(
        session: session, roles: roles, realm: try details.string("realm"),
        authid: try details.string("authid"), authrole: try details.string("authrole"),
        authmethod: try details.string("authmethod"), authprovider: try details.string("authprovider"),
        authextra: try details.map("authextra") ?? [:], details: details.rest))
  }

  private static func closing(
    _ reader: inout CBORMessageReader
  ) throws -> (details: [String: Value], message: String?, reason: String) {
    var details = try reader.options("the details")
    let message = try details.string("message")
    return (details.rest, message, try reader.string("the reason"))
  }

  private static func error(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(4...6)
    let number = try reader.unsigned("the type of the failed request")
    guard let type = UInt8(exactly: number).flatMap(MessageCode.init(rawValue:)) else {
      throw WAMPError(.protocolViolation, "ERROR for a request of unknown type \(number)")
    }
    let request = try reader.id("the request", as: RequestID.self)
    var details = try reader.options("the details")
    let uri = try reader.string("the error")
    let payload = try reader.payload(&details)
    return .error(
      Message.Error(
        requestType: type, request: request, error: uri, payload: payload, details: details.rest))
  }

  private static func publish(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(3...5)
    let request = try reader.id("the request", as: RequestID.self)
    var options = try reader.options("the options")
    let topic = try reader.string("the topic")
    let payload = try reader.payload(&options)
    return .publish(
      Message.Publish(
        request: request, topic: topic, payload: payload,
        acknowledge: try options.bool("acknowledge") ?? false,
        excludeMe: try options.bool("exclude_me") ?? true,
        discloseMe: try options.bool("disclose_me") ?? false, audience: try options.audience(),
        retain: try options.bool("retain") ?? false, options: options.rest))
  }

  private static func subscribe(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(3...3)
    let request = try reader.id("the request", as: RequestID.self)
    var options = try reader.options("the options")
    return .subscribe(
      Message.Subscribe(
        request: request, topic: try reader.string("the topic"),
        match: try options.choice("match", as: MatchPolicy.self) ?? .exact,
        getRetained: try options.bool("get_retained") ?? false, options: options.rest))
  }

  private static func revocable<ID: WAMPIdentifier>(
    _ reader: inout CBORMessageReader, _ key: String, as type: ID.Type
  ) throws -> (request: RequestID, revoked: ID?, reason: String?) {
    try reader.expect(1...2)
    let request = try reader.id("the request", as: RequestID.self)
    guard reader.remaining > 0 else { return (request, nil, nil) }
    var details = try reader.options("the details")
    return (request, try details.id(key), try details.string("reason"))
  }

  private static func event(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(3...5)
    let subscription = try reader.id("the subscription", as: SubscriptionID.self)
    let publication = try reader.id("the publication", as: PublicationID.self)
    var details = try reader.options("the details")
    let payload = try reader.payload(&details)
    return .event(
      Message.Event(
        subscription: subscription, publication: publication, payload: payload,
        publisher: try details.id("publisher"), publisherAuthID: try details.string("publisher_authid"),
        publisherAuthRole: try details.string("publisher_authrole"), topic: try details.string("topic"),
        retained: try details.bool("retained") ?? false, details: details.rest))
  }

  private static func call(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(3...5)
    let request = try reader.id("the request", as: RequestID.self)
    var options = try reader.options("the options")
    let procedure = try reader.string("the procedure")
    let payload = try reader.payload(&options)
    return .call(
      Message.Call(
        request: request, procedure: procedure, payload: payload,
        receiveProgress: try options.bool("receive_progress") ?? false,
        discloseMe: try options.bool("disclose_me") ?? false, timeout: try options.unsigned("timeout"),
        options: options.rest))
  }

  private static func cancel(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(2...2)
    let request = try reader.id("the request", as: RequestID.self)
    var options = try reader.options("the options")
    let mode = try options.choice("mode", as: CancelMode.self) ?? .skip
    return .cancel(Message.Cancel(request: request, mode: mode, options: options.rest))
  }

  private static func answer(
    _ reader: inout CBORMessageReader
  ) throws -> (request: RequestID, payload: Payload, progress: Bool, rest: [String: Value]) {
    try reader.expect(2...4)
    let request = try reader.id("the request", as: RequestID.self)
    var options = try reader.options("the details")
    let payload = try reader.payload(&options)
    let progress = try options.bool("progress") ?? false
    return (request, payload, progress, options.rest)
  }

  private static func register(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(3...3)
    let request = try reader.id("the request", as: RequestID.self)
    var options = try reader.options("the options")
    return .register(
      Message.Register(
        request: request, procedure: try reader.string("the procedure"),
        match: try options.choice("match", as: MatchPolicy.self) ?? .exact,
        invoke: try options.choice("invoke", as: InvocationPolicy.self) ?? .single, options: options.rest))
  }

  private static func invocation(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(3...5)
    let request = try reader.id("the request", as: RequestID.self)
    let registration = try reader.id("the registration", as: RegistrationID.self)
    var details = try reader.options("the details")
    let payload = try reader.payload(&details)
    return .invocation(
      Message.Invocation(
        request: request, registration: registration, payload: payload,
        procedure: try details.string("procedure"),
        receiveProgress: try details.bool("receive_progress") ?? false,
        timeout: try details.unsigned("timeout"), caller: try details.id("caller"),
        callerAuthID: try details.string("caller_authid"),
        callerAuthRole: try details.string("caller_authrole"), details: details.rest))
  }

  private static func interrupt(_ reader: inout CBORMessageReader) throws -> Message {
    try reader.expect(2...2)
    let request = try reader.id("the request", as: RequestID.self)
    var options = try reader.options("the options")
    return .interrupt(
      Message.Interrupt(
        request: request, mode: try options.choice("mode", as: CancelMode.self) ?? .kill,
        reason: try options.string("reason"), options: options.rest))
  }
}
