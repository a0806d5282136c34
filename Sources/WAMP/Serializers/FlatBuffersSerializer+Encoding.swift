internal import FlatBuffersRuntime

extension FlatBuffersSerializer {
  static func encode(_ message: Message) throws(WAMPError) -> EncodedMessage {
    switch message {
    case .hello(let hello): try encode(hello)
    case .welcome(let welcome): try encode(welcome)
    case .abort(let m): try encodeClosing(.abort, m.reason, m.message, m.details)
    case .goodbye(let m): try encodeClosing(.goodbye, m.reason, m.message, m.details)
    case .challenge(let challenge): try encode(challenge)
    case .authenticate(let answer): try encode(answer)
    case .error(let error): try encode(error)
    case .publish(let publish): try encode(publish)
    case .published(let m): try encodeIDs(.published, m.request.rawValue, m.publication.rawValue)
    case .subscribe(let subscribe): try encode(subscribe)
    case .subscribed(let m): try encodeIDs(.subscribed, m.request.rawValue, m.subscription.rawValue)
    case .unsubscribe(let m): try encodeIDs(.unsubscribe, m.request.rawValue, m.subscription.rawValue)
    case .unsubscribed(let m):
      try encodeRevocable(.unsubscribed, m.request, m.subscription?.rawValue, m.reason)
    case .event(let event): try encode(event)
    case .call(let call): try encode(call)
    case .cancel(let cancel): try encode(cancel)
    case .result(let m): try encodeAnswer(.result, m.request, m.payload, m.progress, m.details)
    case .register(let register): try encode(register)
    case .registered(let m): try encodeIDs(.registered, m.request.rawValue, m.registration.rawValue)
    case .unregister(let m): try encodeIDs(.unregister, m.request.rawValue, m.registration.rawValue)
    case .unregistered(let m):
      try encodeRevocable(.unregistered, m.request, m.registration?.rawValue, m.reason)
    case .invocation(let invocation): try encode(invocation)
    case .interrupt(let interrupt): try encode(interrupt)
    case .yield(let m): try encodeAnswer(.yield, m.request, m.payload, m.progress, m.options)
    }
  }

  private static func encode(_ hello: Message.Hello) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    var details = OptionsWriter(hello.details)
    details.set(hello.roles)
    if !hello.authmethods.isEmpty { details.set("authmethods", hello.authmethods) }
    details.set("authextra", hello.authextra)
    let rest = writer.details(details.map)
    let roles = WireFeatures.write(hello.roles, as: WireFeatures.client, to: &writer.builder)
    let methods = hello.authmethods.compactMap { WireAuthMethod(authmethod: $0) }
    let methodVector = methods.isEmpty ? nil : writer.builder.vector(methods)
    let realm = writer.string(hello.realm)
    let authid = writer.string(hello.authid)
    let authrole = writer.string(hello.authrole)
    writer.builder.startTable()
    writer.add(offset: roles, 1)
    writer.add(offset: realm, 2)
    writer.add(offset: methodVector, 3)
    writer.add(offset: authid, 4)
    writer.add(offset: authrole, 5)
    writer.add(offset: rest, 10)
    return try writer.finish(.hello)
  }

  private static func encode(_ welcome: Message.Welcome) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    var details = OptionsWriter(welcome.details)
    details.set(welcome.roles)
    details.set("authmethod", welcome.authmethod)
    details.set("authextra", welcome.authextra)
    let rest = writer.details(details.map)
    let roles = WireFeatures.write(welcome.roles, as: WireFeatures.router, to: &writer.builder)
    let realm = writer.string(welcome.realm)
    let authid = writer.string(welcome.authid)
    let authrole = writer.string(welcome.authrole)
    let provider = writer.string(welcome.authprovider)
    writer.builder.startTable()
    writer.add(welcome.session.rawValue, 0)
    writer.add(offset: roles, 1)
    writer.add(offset: realm, 2)
    writer.add(offset: authid, 3)
    writer.add(offset: authrole, 4)
    writer.add(offset: provider, 6)
    writer.add(offset: rest, 11)
    let method = welcome.authmethod.flatMap { WireAuthMethod(authmethod: $0) }
    writer.add(method ?? .null, 5, default: .null)
    return try writer.finish(.welcome)
  }

  private static func encodeClosing(
    _ code: MessageCode, _ reason: String, _ message: String?, _ rest: [String: Value]
  ) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    let details = writer.details(rest)
    let uri = writer.string(reason)
    let text = writer.string(message)
    writer.builder.startTable()
    writer.add(offset: uri, 1)
    writer.add(offset: text, 2)
    writer.add(offset: details, code == .abort ? 3 : 4)
    return try writer.finish(code)
  }

  private static func encode(_ challenge: Message.Challenge) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    var details = OptionsWriter([:])
    details.set("extra", challenge.extra)
    details.set("method", challenge.method)
    let rest = writer.details(details.map)
    writer.builder.startTable()
    writer.add(offset: rest, 3)
    writer.add(WireAuthMethod(authmethod: challenge.method) ?? .null, 1, default: .null)
    return try writer.finish(.challenge)
  }

  private static func encode(_ answer: Message.Authenticate) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    var details = OptionsWriter([:])
    details.set("extra", answer.extra)
    let rest = writer.details(details.map)
    let signature = writer.string(answer.signature)
    writer.builder.startTable()
    writer.add(offset: signature, 1)
    writer.add(offset: rest, 3)
    return try writer.finish(.authenticate)
  }

  private static func encodeIDs(
    _ code: MessageCode, _ first: UInt64, _ second: UInt64
  ) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    writer.builder.startTable()
    writer.add(first, 1)
    writer.add(second, 2)
    return try writer.finish(code)
  }

  private static func encodeRevocable(
    _ code: MessageCode, _ request: RequestID, _ revoked: UInt64?, _ reason: String?
  ) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    let text = writer.string(reason)
    writer.builder.startTable()
    writer.add(request.rawValue, 1)
    writer.add(revoked ?? 0, 2)
    writer.add(offset: text, 3)
    return try writer.finish(code)
  }

  private static func encode(_ error: Message.Error) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter(error.payload)
    let rest = writer.details(error.details)
    let uri = writer.string(error.error)
    writer.builder.startTable()
    writer.add(error.request.rawValue, 2)
    writer.add(offset: uri, 3)
    writer.add(offset: rest, 12)
    writer.add(WireMessageType(rawValue: UInt16(error.requestType.rawValue)), 1, default: .null)
    writer.addPayload(from: 4)
    return try writer.finish(.error)
  }

  private static func encode(_ publish: Message.Publish) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter(publish.payload)
    var options = OptionsWriter(publish.options)
    options.set("disclose_me", publish.discloseMe)
    let rest = writer.details(options.map)
    let audience = publish.audience
    let topic = writer.string(publish.topic)
    let exclude = writer.ids(audience.exclude.isEmpty ? nil : audience.exclude)
    let excludeAuthIDs = writer.strings(audience.excludeAuthIDs.isEmpty ? nil : audience.excludeAuthIDs)
    let excludeRoles = writer.strings(audience.excludeAuthRoles.isEmpty ? nil : audience.excludeAuthRoles)
    let eligible = writer.ids(audience.eligible)
    let eligibleAuthIDs = writer.strings(audience.eligibleAuthIDs)
    let eligibleRoles = writer.strings(audience.eligibleAuthRoles)
    writer.builder.startTable()
    writer.add(publish.request.rawValue, 1)
    writer.add(offset: topic, 2)
    writer.add(offset: exclude, 12)
    writer.add(offset: excludeAuthIDs, 13)
    writer.add(offset: excludeRoles, 14)
    writer.add(offset: eligible, 15)
    writer.add(offset: eligibleAuthIDs, 16)
    writer.add(offset: eligibleRoles, 17)
    writer.add(offset: rest, 21)
    writer.addPayload(from: 3)
    writer.add(publish.acknowledge, 10)
    writer.add(publish.excludeMe, 11, default: true)
    writer.add(publish.retain, 18)
    return try writer.finish(.publish)
  }

  private static func encode(_ subscribe: Message.Subscribe) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    let rest = writer.details(subscribe.options)
    let topic = writer.string(subscribe.topic)
    writer.builder.startTable()
    writer.add(subscribe.request.rawValue, 1)
    writer.add(offset: topic, 2)
    writer.add(offset: rest, 5)
    writer.add(WireMatch(name: subscribe.match.rawValue) ?? .exact, 3, default: .exact)
    writer.add(subscribe.getRetained, 4)
    return try writer.finish(.subscribe)
  }

  private static func encode(_ event: Message.Event) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter(event.payload)
    let rest = writer.details(event.details)
    let authid = writer.string(event.publisherAuthID)
    let authrole = writer.string(event.publisherAuthRole)
    let topic = writer.string(event.topic)
    writer.builder.startTable()
    writer.add(event.subscription.rawValue, 1)
    writer.add(event.publication.rawValue, 2)
    writer.add(event.publisher?.rawValue ?? 0, 10)
    writer.add(offset: authid, 11)
    writer.add(offset: authrole, 12)
    writer.add(offset: topic, 13)
    writer.add(offset: rest, 18)
    writer.addPayload(from: 3)
    writer.add(event.retained, 14)
    return try writer.finish(.event)
  }

  private static func encode(_ call: Message.Call) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter(call.payload)
    var options = OptionsWriter(call.options)
    options.set("disclose_me", call.discloseMe)
    let timeout = call.timeout.flatMap { UInt32(exactly: $0) }
    if timeout == nil || timeout == 0 { options.set("timeout", call.timeout) }
    let rest = writer.details(options.map)
    let procedure = writer.string(call.procedure)
    writer.builder.startTable()
    writer.add(call.request.rawValue, 1)
    writer.builder.add(timeout ?? 0, EnvelopeWriter.slot(10), default: 0)
    writer.add(offset: procedure, 2)
    writer.add(offset: rest, 17)
    writer.addPayload(from: 3)
    writer.add(call.receiveProgress, 11)
    return try writer.finish(.call)
  }

  private static func encode(_ cancel: Message.Cancel) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    let rest = writer.details(cancel.options)
    writer.builder.startTable()
    writer.add(cancel.request.rawValue, 1)
    writer.add(offset: rest, 4)
    writer.add(WireCancelMode(name: cancel.mode.rawValue) ?? .skip, 2, default: .skip)
    return try writer.finish(.cancel)
  }

  private static func encodeAnswer(
    _ code: MessageCode, _ request: RequestID, _ payload: Payload, _ progress: Bool, _ rest: [String: Value]
  ) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter(payload)
    let details = writer.details(rest)
    writer.builder.startTable()
    writer.add(request.rawValue, 1)
    writer.add(offset: details, 14)
    writer.addPayload(from: 2)
    writer.add(progress, 9)
    return try writer.finish(code)
  }

  private static func encode(_ register: Message.Register) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    let rest = writer.details(register.options)
    let procedure = writer.string(register.procedure)
    writer.builder.startTable()
    writer.add(register.request.rawValue, 1)
    writer.add(offset: procedure, 2)
    writer.add(offset: rest, 7)
    writer.add(WireMatch(name: register.match.rawValue) ?? .exact, 3, default: .exact)
    writer.add(WireInvocationPolicy(name: register.invoke.rawValue) ?? .single, 4, default: .single)
    return try writer.finish(.register)
  }

  private static func encode(_ invocation: Message.Invocation) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter(invocation.payload)
    var details = OptionsWriter(invocation.details)
    let timeout = invocation.timeout.flatMap { UInt32(exactly: $0) }
    if timeout == nil || timeout == 0 { details.set("timeout", invocation.timeout) }
    let rest = writer.details(details.map)
    let procedure = writer.string(invocation.procedure)
    let authid = writer.string(invocation.callerAuthID)
    let authrole = writer.string(invocation.callerAuthRole)
    writer.builder.startTable()
    writer.add(invocation.request.rawValue, 1)
    writer.add(invocation.registration.rawValue, 2)
    writer.add(invocation.caller?.rawValue ?? 0, 14)
    writer.builder.add(timeout ?? 0, EnvelopeWriter.slot(11), default: 0)
    writer.add(offset: procedure, 10)
    writer.add(offset: authid, 15)
    writer.add(offset: authrole, 16)
    writer.add(offset: rest, 18)
    writer.addPayload(from: 3)
    writer.add(invocation.receiveProgress, 12)
    return try writer.finish(.invocation)
  }

  private static func encode(_ interrupt: Message.Interrupt) throws(WAMPError) -> EncodedMessage {
    var writer = EnvelopeWriter()
    let rest = writer.details(interrupt.options)
    let reason = writer.string(interrupt.reason)
    writer.builder.startTable()
    writer.add(interrupt.request.rawValue, 1)
    writer.add(offset: reason, 3)
    writer.add(offset: rest, 5)
    writer.add(WireCancelMode(name: interrupt.mode.rawValue) ?? .kill, 2, default: .kill)
    return try writer.finish(.interrupt)
  }
}
