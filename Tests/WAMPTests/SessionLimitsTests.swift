import Testing

@testable import WAMP

/// What a router takes, known before anything is sent.
@Suite struct SessionLimitsTests {
  @Test(arguments: SerializerKind.allCases)
  func `a router's limits reach its clients in every format`(serializer: SerializerKind) throws {
    var welcome = Message.Welcome(session: SessionID(5), roles: .router)
    SessionLimits(maxMessageSize: 16 << 20).announce(in: &welcome.details)
    let encoded = try serializer.encode(.welcome(welcome))
    var session = ClientSession<Int>(realm: "realm1")
    _ = session.open()
    _ = session.receive(try serializer.decode(encoded.joined()))
    #expect(session.routerLimits.maxMessageSize == 16 << 20)
  }

  @Test func `a message over the limit is refused with its size and the limit`() {
    let limits = SessionLimits(maxMessageSize: 1000)
    #expect(limits.refusal(of: 1000, "a call") == nil)
    let error = limits.refusal(of: 1001, "the call of a.b")
    #expect(error?.code == .payloadSizeExceeded)
    #expect(error?.message == "the call of a.b takes 1001 bytes; the router accepts 1000")
    #expect(SessionLimits().refusal(of: .max, "a call") == nil)
  }

  @Test(
    arguments: [
      [:], ["x_flatwire_limits": 7], ["x_flatwire_limits": ["max_message_size": "large"]],
      ["x_flatwire_limits": ["max_message_size": 0]], ["x_flatwire_limits": ["max_message_size": -1]],
    ] as [Options])
  func `what is no limit limits nothing`(details: Options) {
    #expect(SessionLimits(details).maxMessageSize == nil)
  }
}
