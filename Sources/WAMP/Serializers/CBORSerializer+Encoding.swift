internal import SharedBytes

extension CBORSerializer {
  static func encode(_ message: Message) -> EncodedMessage {
    switch message {
    case .hello(let hello): encode(hello)
    case .welcome(let welcome): encode(welcome)
    case .abort(let abort): encodeClosing(.abort, abort.reason, abort.message, abort.details)
    case .goodbye(let goodbye): encodeClosing(.goodbye, goodbye.reason, goodbye.message, goodbye.details)
    case .challenge(let challenge): encodeProof(.challenge, challenge.method, challenge.extra)
    case .authenticate(let answer): encodeProof(.authenticate, answer.signature, answer.extra)
    case .error(let error): encode(error)
    case .publish(let publish): encode(publish)
    case .published(let m): encodeIDs(.published, m.request.rawValue, m.publication.rawValue)
    case .subscribe(let subscribe): encode(subscribe)
    case .subscribed(let m): encodeIDs(.subscribed, m.request.rawValue, m.subscription.rawValue)
    case .unsubscribe(let m): encodeIDs(.unsubscribe, m.request.rawValue, m.subscription.rawValue)
    case .unsubscribed(let m):
      encodeRevocable(.unsubscribed, m.request, "subscription", m.subscription?.rawValue, m.reason)
    case .event(let event): encode(event)
    case .call(let call): encode(call)
    case .cancel(let cancel): encode(cancel)
    case .result(let m): encodeAnswer(.result, m.request, m.payload, m.progress, m.details)
    case .register(let register): encode(register)
    case .registered(let m): encodeIDs(.registered, m.request.rawValue, m.registration.rawValue)
    case .unregister(let m): encodeIDs(.unregister, m.request.rawValue, m.registration.rawValue)
    case .unregistered(let m):
      encodeRevocable(.unregistered, m.request, "registration", m.registration?.rawValue, m.reason)
    case .invocation(let invocation): encode(invocation)
    case .interrupt(let interrupt): encode(interrupt)
    case .yield(let m): encodeAnswer(.yield, m.request, m.payload, m.progress, m.options)
    }
  }

  /// Begins a message: the list's head, counting `fields` and the payload, and the code.
  private static func begin(_ code: MessageCode, fields: Int, payload: Payload = .none) -> CBORWriter {
    var writer = CBORWriter()
    writer.writeHead(.array, UInt64(1 + fields + payload.fieldCount))
    writer.writeHead(.unsigned, UInt64(code.rawValue))
    return writer
  }

  /// Ends a message with its payload, whose bytes stay outside.
  private static func finish(_ writer: consuming CBORWriter, _ payload: Payload) -> EncodedMessage {
    switch payload {
    case .none:
      return EncodedMessage(head: writer.bytes)
    case .arguments(let arguments):
      if arguments.listLength == 0 { writer.writeHead(.array, 0) }
      return EncodedMessage(head: writer.bytes, body: arguments.encoded)
    case .binaryArgument(let bytes):
      writer.writeHead(.array, 1)
      writer.writeHead(.bytes, UInt64(bytes.count))
      return EncodedMessage(head: writer.bytes, body: bytes)
    case .passthru(let payload):
      if payload.style == .passthru { writer.writeHead(.array, 1) }
      writer.writeHead(.bytes, UInt64(payload.bytes.count))
      return EncodedMessage(head: writer.bytes, body: payload.bytes)
    }
  }

  private static func encode(_ hello: Message.Hello) -> EncodedMessage {
    var details = OptionsWriter(hello.details)
    details.set(hello.roles)
    if !hello.authmethods.isEmpty { details.set("authmethods", hello.authmethods) }
    details.set("authid", hello.authid)
    details.set("authrole", hello.authrole)
    details.set("authextra", hello.authextra)
    var writer = begin(.hello, fields: 2)
    writer.write(hello.realm)
    writer.write(details.map)
    return finish(writer, .none)
  }

  private static func encode(_ welcome: Message.Welcome) -> EncodedMessage {
    var details = OptionsWriter(welcome.details)
    details.set(welcome.roles)
    details.set("realm", welcome.realm)
    details.set("authid", welcome.authid)
    details.set("authrole", welcome.authrole)
    details.set("authmethod", welcome.authmethod)
    details.set("authprovider", welcome.authprovider)
    details.set("authextra", welcome.authextra)
    var writer = begin(.welcome, fields: 2)
    writer.writeHead(.unsigned, welcome.session.rawValue)
    writer.write(details.map)
    return finish(writer, .none)
  }

  private static func encodeClosing(
    _ code: MessageCode, _ reason: String, _ message: String?, _ rest: [String: Value]
  ) -> EncodedMessage {
    var details = OptionsWriter(rest)
    details.set("message", message)
    var writer = begin(code, fields: 2)
    writer.write(details.map)
    writer.write(reason)
    return finish(writer, .none)
  }

  private static func encodeProof(
    _ code: MessageCode, _ proof: String, _ extra: [String: Value]
  ) -> EncodedMessage {
    var writer = begin(code, fields: 2)
    writer.write(proof)
    writer.write(extra)
    return finish(writer, .none)
  }

  private static func encodeIDs(_ code: MessageCode, _ first: UInt64, _ second: UInt64) -> EncodedMessage {
    var writer = begin(code, fields: 2)
    writer.writeHead(.unsigned, first)
    writer.writeHead(.unsigned, second)
    return finish(writer, .none)
  }

  private static func encodeRevocable(
    _ code: MessageCode, _ request: RequestID, _ key: String, _ revoked: UInt64?, _ reason: String?
  ) -> EncodedMessage {
    var details = OptionsWriter([:])
    details.set(key, revoked)
    details.set("reason", reason)
    var writer = begin(code, fields: details.map.isEmpty ? 1 : 2)
    writer.writeHead(.unsigned, request.rawValue)
    if !details.map.isEmpty { writer.write(details.map) }
    return finish(writer, .none)
  }

  private static func encode(_ error: Message.Error) -> EncodedMessage {
    var details = OptionsWriter(error.details)
    details.set(error.payload)
    var writer = begin(.error, fields: 4, payload: error.payload)
    writer.writeHead(.unsigned, UInt64(error.requestType.rawValue))
    writer.writeHead(.unsigned, error.request.rawValue)
    writer.write(details.map)
    writer.write(error.error)
    return finish(writer, error.payload)
  }

  private static func encode(_ publish: Message.Publish) -> EncodedMessage {
    var options = OptionsWriter(publish.options)
    options.set("acknowledge", publish.acknowledge)
    options.set("exclude_me", publish.excludeMe, unless: true)
    options.set("disclose_me", publish.discloseMe)
    options.set("retain", publish.retain)
    options.set(publish.audience)
    options.set(publish.payload)
    var writer = begin(.publish, fields: 3, payload: publish.payload)
    writer.writeHead(.unsigned, publish.request.rawValue)
    writer.write(options.map)
    writer.write(publish.topic)
    return finish(writer, publish.payload)
  }

  private static func encode(_ subscribe: Message.Subscribe) -> EncodedMessage {
    var options = OptionsWriter(subscribe.options)
    if subscribe.match != .exact { options.set("match", subscribe.match.rawValue) }
    options.set("get_retained", subscribe.getRetained)
    var writer = begin(.subscribe, fields: 3)
    writer.writeHead(.unsigned, subscribe.request.rawValue)
    writer.write(options.map)
    writer.write(subscribe.topic)
    return finish(writer, .none)
  }

  private static func encode(_ event: Message.Event) -> EncodedMessage {
    var details = OptionsWriter(event.details)
    details.set("publisher", event.publisher?.rawValue)
    details.set("publisher_authid", event.publisherAuthID)
    details.set("publisher_authrole", event.publisherAuthRole)
    details.set("topic", event.topic)
    details.set("retained", event.retained)
    details.set(event.payload)
    var writer = begin(.event, fields: 3, payload: event.payload)
    writer.writeHead(.unsigned, event.subscription.rawValue)
    writer.writeHead(.unsigned, event.publication.rawValue)
    writer.write(details.map)
    return finish(writer, event.payload)
  }

  private static func encode(_ call: Message.Call) -> EncodedMessage {
    var options = OptionsWriter(call.options)
    options.set("receive_progress", call.receiveProgress)
    options.set("disclose_me", call.discloseMe)
    options.set("timeout", call.timeout)
    options.set(call.payload)
    var writer = begin(.call, fields: 3, payload: call.payload)
    writer.writeHead(.unsigned, call.request.rawValue)
    writer.write(options.map)
    writer.write(call.procedure)
    return finish(writer, call.payload)
  }

  private static func encode(_ cancel: Message.Cancel) -> EncodedMessage {
    var options = OptionsWriter(cancel.options)
    options.set("mode", cancel.mode.rawValue)
    var writer = begin(.cancel, fields: 2)
    writer.writeHead(.unsigned, cancel.request.rawValue)
    writer.write(options.map)
    return finish(writer, .none)
  }

  private static func encodeAnswer(
    _ code: MessageCode, _ request: RequestID, _ payload: Payload, _ progress: Bool,
    _ rest: [String: Value]
  ) -> EncodedMessage {
    var options = OptionsWriter(rest)
    options.set("progress", progress)
    options.set(payload)
    var writer = begin(code, fields: 2, payload: payload)
    writer.writeHead(.unsigned, request.rawValue)
    writer.write(options.map)
    return finish(writer, payload)
  }

  private static func encode(_ register: Message.Register) -> EncodedMessage {
    var options = OptionsWriter(register.options)
    if register.match != .exact { options.set("match", register.match.rawValue) }
    if register.invoke != .single { options.set("invoke", register.invoke.rawValue) }
    var writer = begin(.register, fields: 3)
    writer.writeHead(.unsigned, register.request.rawValue)
    writer.write(options.map)
    writer.write(register.procedure)
    return finish(writer, .none)
  }

  private static func encode(_ invocation: Message.Invocation) -> EncodedMessage {
    var details = OptionsWriter(invocation.details)
    details.set("procedure", invocation.procedure)
    details.set("receive_progress", invocation.receiveProgress)
    details.set("timeout", invocation.timeout)
    details.set("caller", invocation.caller?.rawValue)
    details.set("caller_authid", invocation.callerAuthID)
    details.set("caller_authrole", invocation.callerAuthRole)
    details.set(invocation.payload)
    var writer = begin(.invocation, fields: 3, payload: invocation.payload)
    writer.writeHead(.unsigned, invocation.request.rawValue)
    writer.writeHead(.unsigned, invocation.registration.rawValue)
    writer.write(details.map)
    return finish(writer, invocation.payload)
  }

  private static func encode(_ interrupt: Message.Interrupt) -> EncodedMessage {
    var options = OptionsWriter(interrupt.options)
    options.set("mode", interrupt.mode.rawValue)
    options.set("reason", interrupt.reason)
    var writer = begin(.interrupt, fields: 2)
    writer.writeHead(.unsigned, interrupt.request.rawValue)
    writer.write(options.map)
    return finish(writer, .none)
  }
}

extension Payload {
  /// How many items the payload takes at the end of a message's list.
  fileprivate var fieldCount: Int {
    switch self {
    case .none: 0
    case .arguments(let arguments): arguments.hasKeywords ? 2 : 1
    case .binaryArgument, .passthru: 1
    }
  }
}
