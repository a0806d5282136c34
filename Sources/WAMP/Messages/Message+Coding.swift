internal import SharedBytes

extension Message {
  /// Reads a message of a type.
  init<Coder: FieldCoder & ~Copyable>(_ code: MessageCode, from coder: inout Coder) throws(MessageFault) {
    switch code {
    case .hello: self = .hello(try Hello(from: &coder))
    case .welcome: self = .welcome(try Welcome(from: &coder))
    case .abort: self = .abort(try Abort(from: &coder))
    case .challenge: self = .challenge(try Challenge(from: &coder))
    case .authenticate: self = .authenticate(try Authenticate(from: &coder))
    case .goodbye: self = .goodbye(try Goodbye(from: &coder))
    case .error: self = .error(try Error(from: &coder))
    case .publish: self = .publish(try Publish(from: &coder))
    case .published: self = .published(try Published(from: &coder))
    case .subscribe: self = .subscribe(try Subscribe(from: &coder))
    case .subscribed: self = .subscribed(try Subscribed(from: &coder))
    case .unsubscribe: self = .unsubscribe(try Unsubscribe(from: &coder))
    case .unsubscribed: self = .unsubscribed(try Unsubscribed(from: &coder))
    case .event: self = .event(try Event(from: &coder))
    case .eventReceived: self = .eventReceived(try EventReceived(from: &coder))
    case .call: self = .call(try Call(from: &coder))
    case .cancel: self = .cancel(try Cancel(from: &coder))
    case .result: self = .result(try Result(from: &coder))
    case .register: self = .register(try Register(from: &coder))
    case .registered: self = .registered(try Registered(from: &coder))
    case .unregister: self = .unregister(try Unregister(from: &coder))
    case .unregistered: self = .unregistered(try Unregistered(from: &coder))
    case .invocation: self = .invocation(try Invocation(from: &coder))
    case .interrupt: self = .interrupt(try Interrupt(from: &coder))
    case .yield: self = .yield(try Yield(from: &coder))
    }
  }

  /// Writes the message.
  consuming func encoded<Writer: MessageWriter & ~Copyable>(
    by writer: Writer.Type
  ) throws(WAMPError) -> EncodedMessage {
    switch consume self {
    case .hello(let message): try message.encoded(by: writer)
    case .welcome(let message): try message.encoded(by: writer)
    case .abort(let message): try message.encoded(by: writer)
    case .challenge(let message): try message.encoded(by: writer)
    case .authenticate(let message): try message.encoded(by: writer)
    case .goodbye(let message): try message.encoded(by: writer)
    case .error(let message): try message.encoded(by: writer)
    case .publish(let message): try message.encoded(by: writer)
    case .published(let message): try message.encoded(by: writer)
    case .subscribe(let message): try message.encoded(by: writer)
    case .subscribed(let message): try message.encoded(by: writer)
    case .unsubscribe(let message): try message.encoded(by: writer)
    case .unsubscribed(let message): try message.encoded(by: writer)
    case .event(let message): try message.encoded(by: writer)
    case .eventReceived(let message): try message.encoded(by: writer)
    case .call(let message): try message.encoded(by: writer)
    case .cancel(let message): try message.encoded(by: writer)
    case .result(let message): try message.encoded(by: writer)
    case .register(let message): try message.encoded(by: writer)
    case .registered(let message): try message.encoded(by: writer)
    case .unregister(let message): try message.encoded(by: writer)
    case .unregistered(let message): try message.encoded(by: writer)
    case .invocation(let message): try message.encoded(by: writer)
    case .interrupt(let message): try message.encoded(by: writer)
    case .yield(let message): try message.encoded(by: writer)
    }
  }
}
