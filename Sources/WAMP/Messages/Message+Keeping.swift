// What is kept of requests that wait, or are published later.

extension Message {
  /// How many bytes a kept request takes beside those that it names, about.
  fileprivate static let keptOverhead = 512

  /// The request in memory of its own, as ``Payload/detached`` says, without the options that mean nothing to a router
  /// and would keep the message they came in.
  var kept: Message {
    switch self {
    case .call(var call):
      call.payload = call.payload.detached
      call.options = Options()
      return .call(call)
    case .publish(let publish): return .publish(publish.kept)
    case .cancel(var cancel):
      cancel.options = Options()
      return .cancel(cancel)
    case .register(var register):
      register.options = Options()
      return .register(register)
    case .subscribe(var subscribe):
      subscribe.options = Options()
      return .subscribe(subscribe)
    default: return self
    }
  }

  /// How many bytes the request takes while it is kept, about.
  var keptSize: Int {
    switch self {
    case .call(let call):
      Self.keptOverhead + call.payload.byteCount + call.procedure.utf8.count + call.trace.byteCount
    case .publish(let publish): publish.keptSize
    case .register(let register): Self.keptOverhead + register.procedure.utf8.count
    case .subscribe(let subscribe): Self.keptOverhead + subscribe.topic.utf8.count
    case .error(let error): Self.keptOverhead + error.payload.byteCount
    default: Self.keptOverhead
    }
  }
}

extension Message.Publish {
  /// The event as it is kept; see ``Message/kept``.
  var kept: Message.Publish {
    var publish = self
    publish.payload = payload.detached
    publish.options = Options()
    return publish
  }

  /// How many bytes it takes while it is kept, about.
  var keptSize: Int {
    Message.keptOverhead + topic.utf8.count + payload.byteCount + trace.byteCount + audience.size
  }
}
