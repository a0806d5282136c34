/// The messages of a session, as programs send them.
struct RealFrames {
  /// What comes before WELCOME.
  let opening: [[UInt8]]
  /// What comes after it.
  let session: [[UInt8]]

  private static let arguments = Content(
    arguments: Item.list([
      7, "text", .bytes([1, 2, 3]), ["a": [true, .null]],
      .raw([0xFB, 0x40, 9, 0x21, 0xFB, 0x54, 0x44, 0x2D, 0x18]),
    ])
    .encoded, keywords: Item.map(["key", "value"]).encoded)

  /// What clients send.
  static func client(_ format: WireFormat) -> RealFrames {
    RealFrames(
      opening: [format.hello(), format.hello(details: ["authmethods", ["anonymous"], "agent", "x"])],
      session: [
        format.call(1, "com.attacked.get", .arguments(.bytes([UInt8](repeating: 1, count: 64)))),
        format.call(2, "mutated.echo", arguments, progress: true),
        format.cancel(2, mode: .kill), format.cancel(2, mode: nil),
        format.publish(3, "mutated.topic", arguments, acknowledge: true),
        format.publish(4, "mutated.topic", arguments, acknowledge: false),
        format.subscribe(5, "mutated.topic"), format.subscribe(6, "mutated", match: 1),
        format.subscribe(7, "mutated..topic", match: 2), format.register(8, "mutated.echo"),
        format.yield(1, arguments), format.yield(1, arguments, progress: true),
        format.error(1, "mutated.error", arguments), format.goodbye(),
        format.unsubscribe(9, 1), format.unregister(10, 1),
      ])
  }

  /// What routers send: to a client that subscribed with request 1, registered with 2 and called with 3.
  static func router(_ format: WireFormat) -> RealFrames {
    RealFrames(
      opening: [format.welcome(1), format.abort("wamp.error.no_such_realm")],
      session: [
        format.answer(Code.subscribed, [1, 1]), format.answer(Code.registered, [2, 1]),
        format.event(1, 2, arguments), format.invocation(1, 1, arguments),
        format.event(1, 2, .arguments(.bytes([UInt8](repeating: 1, count: 64)))),
        format.invocation(2, 1, .arguments(.bytes([UInt8](repeating: 1, count: 64)))),
        format.interrupt(1), format.result(3, arguments, progress: true), format.result(3, arguments),
        format.failure(Code.call, 3, "mutated.error", arguments),
        format.failure(Code.subscribe, 1, "mutated.error"), format.goodbye(), format.abort("mutated.error"),
      ])
  }
}
